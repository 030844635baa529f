import ClassifierModels
import Experiments
import TextDatasets

extension AdapterMerge {
  /// Merges an adapter, and compares answers where there are labelled messages to compare them on.
  ///
  /// - Parameters:
  ///   - model: A folder with an adapter.
  ///   - base: Where its base is, when it was moved.
  ///   - target: Nil for the weights that it was trained beside.
  ///   - data: A file of labelled messages; nil for the test part of the run that made the adapter, as far as it is
  ///     still what it was.
  ///   - run: The one that made the adapter; nil where none did.
  ///   - output: A folder that does not exist or is empty.
  /// - Throws: `ModelFolderError`, `DatasetError`; what opening a model throws.
  public init(
    model: String, base: String? = nil, into target: Target? = nil, data: String? = nil,
    reading: ReadingOptions = ReadingOptions(), madeBy run: FinishedRun? = nil, output: String
  ) throws {
    // Before anything is read.
    try ModelWriter.requireFree(output)
    let folder = try ModelFolder(path: model, base: base)
    try self.init(
      folder, into: target, comparingOn: try Self.messages(data, reading, of: folder, madeBy: run),
      output: output)
  }

  /// Texts and the names of their classes.
  private static func messages(
    _ data: String?, _ reading: ReadingOptions, of folder: ModelFolder, madeBy run: FinishedRun?
  ) throws -> (texts: [String], labels: [String])? {
    if let data {
      let dataset = try TextDataset(path: data, options: reading)
      guard !dataset.messages.isEmpty else {
        throw DatasetError.noRows(path: data, skipped: dataset.skipped.count)
      }
      if let labels = folder.configuration.labels { _ = try dataset.indices(in: labels) }
      return (dataset.messages.map(\.text), dataset.messages.map(\.label))
    }
    // The messages may be gone or changed, which is no reason not to merge.
    guard let run, let data = try? run.dataset(), !data.split.test.isEmpty else { return nil }
    let indices = data.split.test
    return (data.texts(at: indices), data.labels(at: indices).map { data.classes.names[$0] })
  }
}
