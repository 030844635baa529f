import ClassifierModels
import Experiments
import FineTuning
import Foundation
import GPT2
import TestFiles
import TextDatasets

/// A short training on a few messages, finished, with everything in a folder of its own.
public final class TinyRun: Sendable {
  public let models: TinyModels
  /// Labelled messages in the UCI layout: sixty, of which six are for validation and twelve for the test.
  public let data: String
  public let folder: String
  public let database: String
  public let home: Home

  /// - Parameter change: Alters what the training is told.
  public init(_ change: (inout TrainingOptions) -> Void = { _ in }) throws {
    models = try TinyModels()
    data = try models.folder.file(
      "data/messages.tsv", inNewFolder: TinyMessages.uci(TinyMessages.labelled()))
    folder = models.file("runs/run")
    database = models.file("runs/runs.sqlite")
    home = Home(path: models.file("home"))
    var options = TrainingOptions(
      data: DataOptions(source: .file(data, split: "70/10/20")), base: models.base)
    options.training.epochs = 2
    options.training.optimizer.learningRate = 1e-3
    change(&options)
    let run = try TrainingRun(
      options,
      in: RunDestination(
        output: folder, name: "run", database: database, commandLine: "spamtune train", home: home))
    guard try run.run(report: { _ in true }) != nil else {
      preconditionFailure("nobody asked the training to stop")
    }
  }

  public func finished(furtherColumns: [String] = []) -> FinishedRun? {
    FinishedRun(folder: folder, furtherColumns: furtherColumns, home: home)
  }

  public func classifier() throws -> TextClassifier {
    try TextClassifier(directory: folder).prepared()
  }
}

extension TemporaryFolder {
  /// Puts text into the file `name`, whose folder is made first, and returns its path.
  public func file(_ name: String, inNewFolder text: String) throws -> String {
    let folder = name.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(
      atPath: self.file(folder), withIntermediateDirectories: true)
    return try file(name, text)
  }
}
