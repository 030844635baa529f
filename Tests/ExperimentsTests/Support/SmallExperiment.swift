import ClassifierModels
import Experiments
import FineTuning
import Foundation
import RunDatabase
import TestFiles
import TestModels
import TextDatasets

/// A folder of its own for one test, with a tiny base model and a few labelled messages.
final class SmallExperiment {
  /// Runs, database and cache lie in here.
  var home: Home { Home(path: models.folder.path) }
  var base: String { models.base }
  /// 60 messages of the classes ham and spam.
  var data: String { path("messages.tsv") }

  private let models: TinyModels

  init() throws {
    models = try TinyModels()
    try write(classes: ["ham", "spam"], to: "messages.tsv")
  }

  func path(_ name: String) -> String { models.file(name) }

  /// Writes 60 messages, no two equal, the classes in turn.
  @discardableResult
  func write(classes: [String], to name: String) throws -> String {
    try models.folder.file(name, TinyMessages.uci(TinyMessages.labelled(classes: classes)))
  }

  /// A training of one epoch in float32 on 36 of the messages; the others are for validation and test.
  var options: TrainingOptions {
    var options = TrainingOptions(
      data: DataOptions(source: .file(data, split: "60/20/20")), base: base)
    options.training.epochs = 1
    options.precision = .float32
    return options
  }

  func destination(_ name: String, output: String? = nil) -> RunDestination {
    RunDestination(
      output: output, name: name, commandLine: "spamtune test", home: home, usesCache: false)
  }

  /// A session of a training that has just begun.
  func session(
    _ name: String = "run", _ options: TrainingOptions? = nil
  ) throws -> RunSession<TrainingManifest> {
    try RunSession(
      beginning: try metadata(options ?? self.options), in: destination(name), timer: PhaseTimer())
  }

  func metadata(_ options: TrainingOptions) throws -> RunMetadata {
    let plan = try TrainingPlan(options)
    let tree = try JSONDecoder().decode(
      [String: SettingValue].self, from: try JSONEncoder().encode(options))
    return RunMetadata(
      kind: TrainingManifest.kind, data: plan.data,
      base: FileReference(path: base, sha256: try plan.base.digest()), seed: options.training.seed,
      precision: plan.precision, settings: [RunMetadata.allOptions: .object(tree)],
      commandLine: "spamtune test")
  }

  func resumed(_ name: String = "run") throws -> RunSession<TrainingManifest> {
    try RunSession(resuming: name, database: nil, home: home)
  }

  var database: RunDatabase {
    get throws { try RunDatabase(path: home.database) }
  }

  /// The run's record as it is now.
  func record(_ name: String = "run") throws -> Run? { try database.run(named: name) }
}
