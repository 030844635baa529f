import Foundation
import ModelFiles

/// What a run's folder remembers so that the run can be resumed: `run.json`.
struct RunPlan: Codable, Equatable {
  var name: String
  var options: TrainingOptions
  /// The database that records the run.
  var database: String
  var dataDigest: String
  var splitDigest: String
  var baseDigest: String
  var programVersion: String

  static func path(in folder: String) -> String { folder + "/" + RunPlaces.plan }

  init(
    name: String, options: TrainingOptions, database: String, dataDigest: String,
    splitDigest: String, baseDigest: String
  ) {
    self.name = name
    self.options = options
    self.database = database
    self.dataDigest = dataDigest
    self.splitDigest = splitDigest
    self.baseDigest = baseDigest
    programVersion = SpamTune.version
  }

  init(folder: String) throws {
    let path = Self.path(in: folder)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw KitError.noSuchRun(folder)
    }
    do {
      self = try JSONDecoder().decode(RunPlan.self, from: data)
    } catch {
      throw KitError.unreadablePlan(path, reason: "not the description of a run")
    }
  }

  func write(to folder: String) throws {
    try writeJSON(self, to: Self.path(in: folder))
  }
}

/// Writes a value as indented JSON with sorted keys, whole or not at all.
func writeJSON(_ value: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  let text = String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  try AtomicFile.write(to: path) { sink in try sink.write(text) }
}
