import Files
import Foundation
import RunDatabase

/// A run that begins: its record, its folder with `run.json`, and the lock that keeps others away.
struct BegunRun {
  let database: RunDatabase
  let run: Run
  let lock: RunLock

  /// - Parameters:
  ///   - facts: Of the run, for its record.
  ///   - plan: What `run.json` says of the recorded run; it holds the run's `name`.
  /// - Throws: `RunDatabaseError`, `KitError`, and what making the folder throws; nothing is left
  ///   behind then.
  init(
    in environment: TrainingEnvironment, facts: RunFacts,
    plan: (Run, RunDatabase) throws -> some Encodable
  ) throws {
    let path = environment.databasePath
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    database = try RunDatabase(path: path)
    run = try database.createRun(
      named: environment.name,
      folder: environment.output.map { .at(absolutePath($0)) } ?? .inside(environment.home.runs),
      facts: facts)
    do {
      try FileManager.default.createDirectory(
        atPath: run.folder, withIntermediateDirectories: true)
      lock = try RunLock(claiming: run.folder)
      try AtomicFile.write(json: try plan(run, database), to: RunPlan.path(in: run.folder))
    } catch {
      // The run cannot begin: its record must not look as if it had.
      _ = try? database.delete(run.id)
      throw error
    }
  }
}
