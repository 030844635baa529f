import Experiments
import Files
import Foundation
import RunDatabase
import SeededRandom
import TextDatasets

/// Messages of one side of a comparison; labels do not matter.
public struct DriftMessages: Sendable {
  /// "test part of run tour", or the file's path.
  public let name: String
  /// The file; several are joined by semicolons.
  public let path: String
  /// Of the file's contents.
  public let sha256: String
  public let texts: [String]
  /// Names the messages in errors.
  let places: [String]
  /// How many there were before some were drawn.
  public let available: Int
  /// Rows that could not be read and were left out.
  public let skippedRows: Int
  let isWholeFile: Bool

  /// All messages of a file, with labels or without.
  ///
  /// - Throws: `DatasetError`, also for a file without messages.
  public init(file: String, reading: ReadingOptions) throws {
    var reader = try MessageReader(path: file, options: reading)
    var (texts, places): ([String], [String]) = ([], [])
    while let message = try reader.next() {
      texts.append(message.text)
      places.append("\(file), line \(message.line)")
    }
    guard !texts.isEmpty else {
      throw DatasetError.noRows(path: file, skipped: reader.skippedCount)
    }
    name = file
    path = absolutePath(file)
    sha256 = try FileDigest.of(path: file).sha256
    self.texts = texts
    self.places = places
    available = texts.count
    skippedRows = reader.skippedCount
    isWholeFile = true
  }

  /// Labelled messages, such as those that a run held out.
  public init(_ messages: LabelledMessages) {
    name = messages.name
    path = messages.path
    sha256 = messages.sha256
    texts = messages.texts
    places = messages.places
    available = messages.count
    skippedRows = messages.skippedRows
    isWholeFile = messages.name == messages.path
  }

  /// The same, or as many of them, drawn at random, in their order.
  func sampled(atMost count: Int, seed: UInt64, stream: UInt64) -> DriftMessages {
    guard texts.count > count else { return self }
    var generator = SplitMix64(seed: seed, stream: stream)
    var order = Array(texts.indices)
    generator.shuffle(&order)
    return DriftMessages(self, at: order.prefix(count).sorted())
  }

  private init(_ all: DriftMessages, at indices: [Int]) {
    (name, path, sha256, available) = (all.name, all.path, all.sha256, all.available)
    (skippedRows, isWholeFile) = (all.skippedRows, all.isWholeFile)
    texts = indices.map { all.texts[$0] }
    places = indices.map { all.places[$0] }
  }
}
