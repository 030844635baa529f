import ClassifierModels
import Files
import FineTuning
import Foundation
import GPT2Kernels
import RunDatabase

/// The life of one run in this process: its folder with `run.json`, the lock that keeps others away, its
/// record in the database, and how the session ends.
///
///     let session = try RunSession<TrainingManifest>(beginning: metadata, in: destination, timer: timer)
///     let result = try session.perform {
///       try session.timer.time(.train) { … }  // nil when asked to stop
///     }
package final class RunSession<Manifest: RunManifest> {
  package let database: RunDatabase
  /// The run as it was recorded when this session began.
  package let run: Run
  /// Absolute. A run that is resumed may have been moved since it was recorded.
  package let folder: String
  /// What `run.json` says.
  package private(set) var manifest: Manifest
  /// Whether an earlier session may have left checkpoints to go on from.
  package private(set) var isResumed: Bool
  package let steps: StepLog
  /// Where the time of this session goes.
  package let timer: PhaseTimer
  private let lock: RunLock
  /// Told of remarks for the user.
  package var tell: (String) -> Void = { _ in }

  /// Begins a run: records it, makes its folder, locks it and writes `run.json`.
  ///
  /// - Parameters:
  ///   - metadata: Of the run, for its record.
  ///   - timer: What has been timed already.
  ///   - adjust: Adds to the manifest what the record does not say.
  /// - Throws: `RunDatabaseError`, `KitError`, and what making the folder throws; nothing is left behind
  ///   then.
  package init(
    beginning metadata: RunMetadata, in destination: RunDestination, timer: PhaseTimer,
    adjust: (inout Manifest) -> Void = { _ in }
  ) throws {
    let path = destination.databasePath
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    database = try RunDatabase(path: path)
    run = try database.createRun(
      named: destination.name,
      folder: destination.output.map { .at(absolutePath($0)) } ?? .inside(destination.home.runs),
      facts: metadata)
    folder = run.folder
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      lock = try RunLock(claiming: folder)
      var manifest = try Manifest(of: run, database: database.path)
      adjust(&manifest)
      try manifest.write(to: folder)
      self.manifest = manifest
    } catch {
      // The run cannot begin: its record must not look as if it had.
      _ = try? database.delete(run.id)
      throw error
    }
    steps = StepLog(database: database, run: run.id)
    isResumed = false
    self.timer = timer
  }

  /// Goes on with a run that was interrupted or killed.
  ///
  /// - Parameters:
  ///   - nameOrFolder: The run's name in the database, or its folder.
  ///   - database: Path of the database to look the name up in; nil for the home's.
  /// - Throws: `KitError` when there is no such run, it is of another kind, or another process is at it.
  package init(
    resuming nameOrFolder: String, database path: String?, home: Home
  ) throws where Manifest: ResumableManifest {
    folder = try Self.folder(toResume: nameOrFolder, database: path ?? home.database)
    lock = try RunLock(folder: folder)
    manifest = try Manifest(folder: folder)
    database = try Self.existing(database: path ?? manifest.database)
    guard let run = try database.run(named: manifest.name) else {
      throw KitError.noSuchRun(manifest.name)
    }
    self.run = run
    steps = StepLog(database: database, run: run.id)
    isResumed = true
    timer = PhaseTimer()
  }

  /// The folder of a run that is to be resumed. A run that was killed after it was recorded and before it had a
  /// folder is given one.
  private static func folder(toResume nameOrFolder: String, database path: String) throws -> String
  where Manifest: ResumableManifest {
    let folder = try RunStore(database: path).folder(of: nameOrFolder)
    guard !RunLayout.hasManifest(in: folder) else { return folder }
    let database = try RunDatabase.openReadOnly(path: path)
    guard let run = try database.run(named: nameOrFolder) else { throw KitError.noSuchRun(folder) }
    guard run.facts.kind == Manifest.kind else {
      throw KitError.otherKind(run.name, kind: run.facts.kind)
    }
    guard run.status == .running, try database.steps(of: run.id).isEmpty,
      try database.evaluations(of: run.id).isEmpty
    else { throw KitError.noSuchRun(folder) }
    try Manifest(of: run, database: database.path).write(to: folder)
    return folder
  }

  /// Opens a database that must be there.
  private static func existing(database path: String) throws -> RunDatabase {
    // Opening it for writing would make a new one where an old one was moved away.
    _ = try RunDatabase.openReadOnly(path: path)
    return try RunDatabase(path: path)
  }

  // MARK: - A session's work

  /// Does the work of this session, and records how it ended: finished, interrupted or failed, with the seconds of
  /// all sessions by phase and the peak memory of this one.
  ///
  /// - Parameter work: Returns nil when it was asked to stop.
  /// - Throws: What `work` throws, and `RunDatabaseError`.
  package func perform<Result>(_ work: () throws -> Result?) throws -> Result? {
    do {
      try database.updateStatus(of: run.id, to: .running)
      let result = try work()
      try end(result == nil ? .interrupted : .finished)
      return result
    } catch {
      // What went wrong matters more than whether it could be recorded.
      try? steps.flush()
      try? end(.failed, "\(error)")
      throw error
    }
  }

  private func end(_ status: RunStatus, _ message: String? = nil) throws {
    try database.updateStatus(
      of: run.id, to: status, message: message, seconds: seconds,
      peakMemoryBytes: Experiments.peakMemoryBytes())
  }

  /// Tells the user something, if there is anything to tell.
  package func note(_ text: String?) {
    if let text { tell(text) }
  }

  /// Wall-clock seconds by phase over all sessions.
  package var seconds: [String: Double] { run.seconds.merging(timer.seconds) { $0 + $1 } }

  package var checkpoints: CheckpointFolder {
    CheckpointFolder(path: RunLayout.checkpoints(in: folder))
  }

  /// Changes what `run.json` says.
  package func update(_ change: (inout Manifest) -> Void) throws {
    change(&manifest)
    try manifest.write(to: folder)
  }

  /// Takes up the newest checkpoint, and makes the record end where it does.
  ///
  /// - Parameters:
  ///   - epoch: The epoch that a step lies in.
  ///   - load: Puts a checkpoint's state in place.
  /// - Returns: The step to go on after; nil where there is no checkpoint, and the run starts anew.
  /// - Throws: `TrainingError`; `RunDatabaseError`.
  package func restore(
    epoch: (_ step: Int) -> Int, _ load: (CheckpointFile) throws -> Void
  ) throws -> Int? {
    let checkpoint = try checkpoints.newest()
    if let checkpoint { try load(checkpoint) }
    // A kill may have come between writing this one and removing an older one.
    checkpoints.removeSuperfluous()
    try database.rewind(run.id, toStep: checkpoint?.step ?? 0)
    if let checkpoint {
      try database.record(checkpoint, epoch: epoch(checkpoint.step), of: run.id)
    }
    return checkpoint?.step
  }
}

extension RunSession where Manifest: PrecisionManifest {
  /// Forgets everything that was learned in a precision that moved answers too far, and that it was tried.
  package func startOverInFloat32() throws {
    note("that is more than \(PrecisionCheck.limit): starting over in float32")
    isResumed = false
    // In this order a kill at any moment leaves a run that can be resumed, one way or the other.
    try checkpoints.removeAll()
    try update { $0.fallBackToFloat32() }
    try steps.flush()
    try database.rewind(run.id, toStep: 0)
    try database.update(precision: Precision.float32.rawValue, of: run.id)
  }
}
