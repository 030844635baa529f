import Files
import Foundation
import RunDatabase

/// What the folder of a run says of it: `run.json`.
package protocol RunManifest: Codable, Sendable {
  /// The command that makes such runs, which is also their kind in the database.
  static var kind: String { get }
  /// The run's name in its database.
  var name: String { get }

  /// What the record of a run says: with it a new run begins, and so does one that was killed after it had been
  /// recorded and before it had a folder.
  ///
  /// - Parameter database: Path of the database that holds the record.
  /// - Throws: `KitError.unreadablePlan` for a record that another program has changed; what reading the files
  ///   that the run names throws.
  init(of run: Run, database: String) throws
}

/// The manifest of a run that can be resumed.
package protocol ResumableManifest: RunManifest {
  /// Path of the database that records the run.
  var database: String { get }
}

/// The manifest of a run whose frozen products are computed in a precision that has to prove itself.
package protocol PrecisionManifest: RunManifest {
  /// Makes the run one that computes in float32, whatever it was told to.
  mutating func fallBackToFloat32()
}

extension RunManifest {
  /// - Throws: `KitError.noSuchRun` when the folder holds no run, `.otherKind` when it holds one of another
  ///   command, `.unreadablePlan`.
  package init(folder: String) throws {
    let path = RunLayout.manifest(in: folder)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw KitError.noSuchRun(folder)
    }
    do {
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch {
      if let kind = (try? JSONDecoder().decode(RunIdentity.self, from: data))?.command,
        kind != Self.kind
      {
        throw KitError.otherKind(folder, kind: kind)
      }
      throw KitError.unreadablePlan(
        path, reason: "not the description of a run of 'spamtune \(Self.kind)'")
    }
  }

  /// Writes the manifest into the run's folder, which is made if it is missing.
  package func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try AtomicFile.write(json: self, to: RunLayout.manifest(in: folder))
  }

  /// - Parameters:
  ///   - input: Names what the run reads, for the user.
  ///   - isUnchanged: Whether it is what it was when the run began.
  /// - Throws: `KitError.changed`.
  package func require(_ input: String, isUnchanged: Bool) throws(KitError) {
    guard isUnchanged else { throw .changed(input, since: "run \(name) began") }
  }
}

extension Run {
  /// All options that the run was told, as its record has them. Settings have no unsigned numbers, so seeds are 0 and
  /// the caller's to set: `facts.seed` has it.
  ///
  /// - Parameter database: Names the record's place in errors.
  /// - Throws: `KitError.unreadablePlan` where the record has no options, or others.
  package func options<Options: Decodable>(in database: String) throws -> Options {
    guard case .object(var settings) = facts.settings[RunMetadata.allOptions] else {
      throw KitError.unreadablePlan(database, reason: "run \(name) has no options")
    }
    if case .object(var training) = settings["training"] {
      training["seed"] = 0
      settings["training"] = .object(training)
    } else {
      settings["seed"] = 0
    }
    do {
      return try JSONDecoder().decode(Options.self, from: try JSONEncoder().encode(settings))
    } catch is DecodingError {
      throw KitError.unreadablePlan(database, reason: "the settings of run \(name) are damaged")
    }
  }
}

/// What every `run.json` says, whatever made the run.
package struct RunIdentity: Decodable {
  package let name: String?
  /// Path of the database that records the run.
  package let database: String?
  private let kind: String?
  private let split: String?
  private let texts: String?

  private enum CodingKeys: String, CodingKey {
    case name, database, kind
    case split = "splitDigest"
    case texts = "textDigest"
  }

  /// Nil where the folder holds no run.
  package init?(folder: String) {
    guard let data = FileManager.default.contents(atPath: RunLayout.manifest(in: folder)),
      let identity = try? JSONDecoder().decode(Self.self, from: data)
    else { return nil }
    self = identity
  }

  /// The command that began the run, as far as the file shows. Trainings and pretrainings do not say what they are,
  /// but no others have these digests.
  package var command: String? {
    kind ?? (split != nil ? "train" : texts != nil ? "pretrain" : nil)
  }
}
