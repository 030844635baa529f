import Experiments
import Foundation
import GPT2Kernels
import RunDatabase
import TestFiles
import Testing

/// What older versions have written is read, and what is written has the same keys.
@Suite struct RunManifestTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// As `train` wrote it before runs said whether they use the cache, and in which precision they compute.
  private static let oldest = """
    {
      "baseDigest" : "b", "baseFilesDigest" : "f", "dataDigest" : "d", "database" : "/runs/runs.sqlite",
      "name" : "tour", "programVersion" : "0.1.0", "splitDigest" : "s", "options" : OPTIONS
    }
    """

  private func options() throws -> (TrainingOptions, String) {
    let options = try SmallExperiment().options
    return (options, String(decoding: try JSONEncoder().encode(options), as: UTF8.self))
  }

  private func write(_ json: String) throws {
    try folder.file("run.json", json)
  }

  @Test func aTrainingWithoutPrecisionComputesInFloat32AndKeepsNothing() throws {
    let (options, json) = try options()
    try write(Self.oldest.replacing("OPTIONS", with: json))
    let manifest = try TrainingManifest(folder: folder.path)
    #expect(manifest.name == "tour")
    #expect(manifest.options == options)
    #expect(manifest.precision == nil)
    #expect(manifest.frozenPrecision == .float32)
    #expect(manifest.cache(in: Home(path: folder.path)) == nil)
    #expect(RunIdentity(folder: folder.path)?.command == "train")
  }

  @Test func theKeysOnDiskStayWhatTheyAre() throws {
    let experiment = try SmallExperiment()
    let session = try RunSession<TrainingManifest>(
      beginning: try experiment.metadata(experiment.options),
      in: experiment.destination("run"), timer: PhaseTimer()
    ) { $0.usesCache = true }
    #expect(
      try keys(in: session.folder) == [
        "baseDigest", "baseFilesDigest", "dataDigest", "database", "name", "options", "precision",
        "programVersion", "splitDigest", "usesCache",
      ])
    let rounds = try CrossValidation(
      experiment.options, plan: CrossValidationPlan(.folds(4)),
      in: experiment.destination("rounds"))
    #expect(
      try keys(in: rounds.folder) == [
        "baseDigest", "baseFilesDigest", "dataDigest", "database", "kind", "name", "options",
        "plan", "precision", "programVersion", "usesCache",
      ])
    let words = try BaselineRun(
      BaselineOptions(.rule, data: experiment.options.data), in: experiment.destination("words"))
    #expect(try keys(in: words.folder) == ["name", "options"])
  }

  private func keys(in folder: String) throws -> [String] {
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/run.json"))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any]).keys.sorted()
  }

  @Test func aFolderWithoutRunAndAFileThatIsNoneAreToldApart() throws {
    #expect(throws: KitError.noSuchRun(folder.path)) {
      _ = try TrainingManifest(folder: folder.path)
    }
    try write("[]")
    #expect {
      _ = try TrainingManifest(folder: folder.path)
    } throws: { error in
      guard case KitError.unreadablePlan = error else { return false }
      return true
    }
    #expect(RunIdentity(folder: folder.path) == nil)
  }

  @Test(arguments: [
    (#"{"kind": "cross-validate"}"#, "cross-validate"), (#"{"textDigest": "t"}"#, "pretrain"),
  ])
  func aManifestOfAnotherCommandIsNamed(json: String, command: String) throws {
    try write(json)
    #expect(throws: KitError.otherKind(folder.path, kind: command)) {
      _ = try TrainingManifest(folder: folder.path)
    }
  }

  @Test func aRecordWithoutOptionsMakesNoManifest() throws {
    let database = try RunDatabase(path: folder.file("runs.sqlite"))
    let run = try database.createRun(
      named: "run", folder: .at(folder.path),
      facts: RunMetadata(
        classes: [], seed: 1, programVersion: "0", commandLine: "", cores: 1, precision: "float32"))
    #expect(
      throws: KitError.unreadablePlan(database.path, reason: "run run has no options")
    ) { _ = try TrainingManifest(of: run, database: database.path) }
  }
}
