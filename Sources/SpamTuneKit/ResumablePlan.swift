import Files
import Foundation

/// What the folder of one kind of run remembers so that the run can be resumed: `run.json`.
protocol ResumablePlan: Codable {
  /// The command that makes such runs, which is also their kind in the database.
  static var kind: String { get }
}

extension ResumablePlan {
  /// - Throws: `KitError.noSuchRun` when the folder holds no run, `.otherKind` when it holds one of another
  ///   command, `.unreadablePlan`.
  init(folder: String) throws {
    let path = RunPlan.path(in: folder)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw KitError.noSuchRun(folder)
    }
    do {
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch {
      if let kind = (try? JSONDecoder().decode(RunSigns.self, from: data))?.command,
        kind != Self.kind
      {
        throw KitError.otherKind(folder, kind: kind)
      }
      throw KitError.unreadablePlan(
        path, reason: "not the description of a run of '\(Self.kind)'")
    }
  }

  /// Writes the plan into the run's folder, which is made if it is missing.
  func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try AtomicFile.write(json: self, to: RunPlan.path(in: folder))
  }
}

/// What tells one kind of `run.json` from another.
private struct RunSigns: Decodable {
  let kind: String?
  let splitDigest: String?
  let textDigest: String?

  /// Trainings and pretrainings do not say what they are, but no others have these digests.
  var command: String? {
    kind ?? (splitDigest != nil ? "train" : textDigest != nil ? "pretrain" : nil)
  }
}
