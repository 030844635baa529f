import Files
import SeededRandom
import TestFiles
import Testing
import TextDatasets

private let collection = Fixtures.smsCollection

/// The protocols that are made for the UCI SMS Spam Collection.
@Suite(.enabled(if: collection != nil, "needs SPAMTUNE_SMS"))
struct SMSProtocolTests {
  private func divide(
    _ split: SplitProtocol, undersamples: Bool = false, shuffles: Bool = true, seed: UInt64 = 1
  ) throws -> LabelledDataset {
    let file = try TextDataset(path: #require(collection))
    var (balancing, splitting) = (SplitMix64(seed: seed), SplitMix64(seed: seed))
    return try LabelledDataset(
      file, by: split, undersamples: undersamples, shuffles: shuffles, balancing: &balancing,
      splitting: &splitting)
  }

  private struct File: Decodable {
    struct Part: Decodable {
      let rows: [Int]
      let lines: [Int]
      let labels: [Int]
      let csvSha256: String
    }
    struct Source: Decodable {
      let rowsWhoseTextPandasUnquotes: [Int]
    }
    let source: Source
    let splits: [String: Part]
  }

  @Test(
    .disabled(if: Fixtures.isMissing, "\(Fixtures.note)"),
    arguments: [
      (SplitProtocol.raschka, "gpt_class_finetune"),
      (.raschkaExperiments, "additional_experiments"),
    ])
  func raschkasRowsAndTextsAreTheBooks(split: SplitProtocol, name: String) throws {
    let expected: File = try Fixtures.decode("data/split_\(name).json")
    let divided = try divide(split)
    let parts = [
      "train": divided.split.train, "validation": divided.split.validation,
      "test": divided.split.test,
    ]
    for (name, part) in parts {
      let expected = try #require(expected.splits[name])
      let messages = part.map { divided.messages[$0] }
      #expect(part.map { divided.places[$0] } == expected.rows)
      #expect(messages.map(\.row) == expected.rows.map { $0 + 1 })
      #expect(messages.map(\.line) == expected.lines)
      #expect(divided.labels(at: part) == expected.labels)
      let csv = zip(expected.labels, messages).map { "\($0),\(Self.csvField($1.text))\n" }
      #expect(SHA256Sum.of("Label,Text\n" + csv.joined()) == expected.csvSha256)
    }
    #expect(divided.messages.count == 1494)
    #expect(divided.split.duplicates.groups > 0)

    let plain = try TextDataset(path: #require(collection))
    let lines = Dictionary(uniqueKeysWithValues: plain.messages.map { ($0.line, $0.text) })
    let changed = try split.read(plain).messages.filter { lines[$0.line] != $0.text }
    #expect(changed.map { $0.row - 1 } == expected.source.rowsWhoseTextPandasUnquotes)
    #expect(changed.count == 53)
  }

  /// A field as pandas writes it.
  private static func csvField(_ text: String) -> String {
    guard text.utf8.contains(where: { "\",\n\r".utf8.contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  @Test func raschkasSplitDependsOnNoSeed() throws {
    #expect(try divide(.raschka, seed: 1).split == divide(.raschka, seed: 2).split)
  }

  @Test(arguments: [true, false])
  func almeidasPartsAreTheFilesLines(shuffles: Bool) throws {
    let divided = try divide(.almeida2011, shuffles: shuffles)
    #expect(divided.split.train == Array(0..<1674))
    #expect(divided.split.validation == [])
    #expect(divided.split.test == Array(1674..<5574))
    let labels = divided.labels
    #expect(labels[..<1674].count { $0 == 1 } == 238)
    #expect(labels[1674...].count { $0 == 1 } == 509)
    #expect(divided.split.duplicates.groups == 320)
  }

  @Test func undersamplingLeavesAlmeidasTestAsItIs() throws {
    let divided = try divide(.almeida2011, undersamples: true)
    let train = divided.split.train.map { divided.places[$0] }
    #expect(train.count == 2 * 238)
    #expect(train.allSatisfy { $0 < 1674 })
    #expect(divided.labels(at: divided.split.train).count { $0 == 1 } == 238)
    #expect(divided.split.test.map { divided.places[$0] } == Array(1674..<5574))
  }
}
