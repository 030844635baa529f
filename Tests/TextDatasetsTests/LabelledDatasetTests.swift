import SeededRandom
import TestFiles
import Testing
import TextDatasets

@Suite struct LabelledDatasetTests {
  private let folder = Result { try TemporaryFolder() }

  /// Messages of the classes a (three of four) and b, every seventh a copy of the one before.
  private func dataset(_ count: Int = 120) throws -> TextDataset {
    let words = (0..<count).map { String(repeating: "x", count: $0 % 7 == 6 ? $0 : $0 + 1) }
    let lines = words.enumerated().map {
      ($0 % 7 == 6 ? $0 - 1 : $0) % 4 == 3 ? "b\t\($1)" : "a\t\($1)"
    }
    return try TextDataset(
      path: folder.get().file("rows.tsv", lines.joined(separator: "\n")),
      options: ReadingOptions(format: .uci))
  }

  private func divide(
    _ dataset: TextDataset, _ split: SplitProtocol, undersamples: Bool = false,
    shuffles: Bool = true
  ) throws -> LabelledDataset {
    var (balancing, splitting) = (SplitMix64(seed: 1), SplitMix64(seed: 2))
    return try LabelledDataset(
      dataset, by: split, undersamples: undersamples, shuffles: shuffles, balancing: &balancing,
      splitting: &splitting)
  }

  @Test func sharesDivideAsADataSplitDoes() throws {
    let dataset = try dataset()
    for undersamples in [true, false] {
      let divided = try divide(dataset, .fractions(.standard), undersamples: undersamples)
      var (balancing, splitting) = (SplitMix64(seed: 1), SplitMix64(seed: 2))
      let kept =
        undersamples
        ? Balancing.undersample(labels: dataset.classIndices, using: &balancing)
        : Array(dataset.messages.indices)
      #expect(divided.places == kept)
      #expect(
        try divided.split
          == DataSplit(
            labels: kept.map { dataset.classIndices[$0] }, classes: dataset.classes,
            groups: MessageGroups(texts: kept.map { dataset.messages[$0].text }),
            using: &splitting))
    }
  }

  @Test func foldsAreThoseOfACrossValidation() throws {
    let dataset = try dataset()
    var generator = SplitMix64(seed: 2)
    let folds = try CrossValidationFolds(
      labels: dataset.classIndices, classes: dataset.classes,
      groups: MessageGroups(texts: dataset.messages.map(\.text)), count: 4, using: &generator)
    for fold in 1...4 {
      let divided = try divide(dataset, .fold(fold, of: 4))
      #expect(divided.places == Array(dataset.messages.indices))
      #expect(divided.split.test == folds.heldOut[fold - 1])
      #expect(divided.split.validation == folds.heldOut[fold % 4])
      let others = Set(0..<4).subtracting([fold - 1, fold % 4])
      #expect(divided.split.train == others.flatMap { folds.heldOut[$0] }.sorted())
      #expect(divided.split.duplicates == folds.duplicates)
    }
  }

  @Test func foldsWithoutChanceFollowTheFile() throws {
    let first = try divide(dataset(), .fold(1, of: 3), shuffles: false).split
    let last = try divide(dataset(), .fold(3, of: 3), shuffles: false).split
    #expect(first.test.first == 0)
    #expect(last.test.last == 119)
    #expect(last.validation == first.test)
    #expect(last.test == last.test.sorted())
  }

  @Test func undersamplingAFoldLeavesItsTestAsItIs() throws {
    let dataset = try dataset()
    let whole = try divide(dataset, .fold(2, of: 3))
    let less = try divide(dataset, .fold(2, of: 3), undersamples: true)
    func messages(_ divided: LabelledDataset, _ part: [Int]) -> [Int] {
      part.map { divided.places[$0] }
    }
    #expect(messages(less, less.split.test) == messages(whole, whole.split.test))
    #expect(messages(less, less.split.validation) == messages(whole, whole.split.validation))
    let kept = messages(less, less.split.train)
    #expect(Set(kept).isSubset(of: messages(whole, whole.split.train)))
    let counts = [0, 1].map { label in kept.count { dataset.classIndices[$0] == label } }
    #expect(counts[0] == counts[1])
    #expect(
      counts[1] == messages(whole, whole.split.train).count { dataset.classIndices[$0] == 1 })
    #expect(less.places == less.places.sorted())
    #expect(
      (less.split.train + less.split.validation + less.split.test).sorted()
        == Array(less.places.indices))
  }

  @Test(arguments: [SplitProtocol.almeida2011, .raschka, .raschkaExperiments])
  func anotherFileIsRefusedInASentence(split: SplitProtocol) throws {
    let folder = try folder.get()
    let rows = split == .almeida2011 ? "5574 rows" : "5572 rows"
    func sentence(_ text: String, name: String = "rows.tsv") throws -> String {
      let file = try TextDataset(path: folder.file(name, text))
      do {
        _ = try divide(file, split)
      } catch let error as SplitError {
        return "\(error)"
      }
      return ""
    }
    let few = try sentence("ham\tone\nspam\ttwo\nham\tthree\n")
    #expect(few.contains(rows) && few.contains("found 3 rows, 1 of them spam"))
    #expect(few.contains("'\(split)'") && few.contains("rows.tsv") && few.contains("fetch-sms"))
    let other = try sentence("ham\tone\neggs\ttwo\nspam\tthree\n")
    #expect(other.contains("the labels 'eggs', 'ham', 'spam'"))
    let same = try sentence("a\tone\nb\ttwo\n")
    #expect(same.contains("the labels 'a', 'b'"))
    let counted = (0..<5574).map { $0 < 748 ? "spam\t\($0)" : "ham\t\($0)" }
    #expect(try sentence(counted.joined(separator: "\n")).contains("748 of them spam"))
  }

  @Test(arguments: [SplitProtocol.raschka, .raschkaExperiments])
  func otherLayoutsAndOpenQuotesAreRefused(split: SplitProtocol) throws {
    let folder = try folder.get()
    let csv = try TextDataset(path: folder.file("rows.csv", "label,text\nham,one\nspam,two\n"))
    #expect(
      throws: SplitError.otherFile(split, path: csv.path, rows: 5572, found: "the layout 'csv'")
    ) { try divide(csv, split) }
    let open = try TextDataset(path: folder.file("open.tsv", "ham\tone\nspam\t\"two\nham\tx\n"))
    #expect(
      throws: SplitError.otherFile(
        split, path: open.path, rows: 5572, found: "a quote that is never closed")
    ) { try divide(open, split) }
  }
}

extension LabelledDataset {
  /// Positions of the messages in the file that they were read from.
  var places: [Int] { messages.map { $0.row - 1 } }
}
