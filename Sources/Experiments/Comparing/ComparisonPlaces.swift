import Files
import Foundation
import RunDatabase

/// Where a comparison of methods writes: a folder with a run's folder per method, and the database.
public struct ComparisonPlaces: Sendable {
  /// The runs' names begin with it.
  public let name: String
  public let folder: String
  public let database: String

  /// - Parameters:
  ///   - output: Nil for a folder named after the comparison in the home's `runs`.
  ///   - name: Nil for the time, with a number where that is taken.
  ///   - database: Nil for `runs.sqlite` beside the folder.
  ///   - methods: Names that runs are called after.
  /// - Throws: `ModelFolderError.outputExists`, `KitError.outputHoldsRun`, `RunDatabaseError.invalidName`, `.nameTaken`.
  public init(
    output: String?, name: String?, database: String?, methods: [String], home: Home
  ) throws {
    let name = name ?? home.freeRunName()
    self.name = name
    let environment = RunDestination(
      output: output, database: database, commandLine: "", home: home)
    folder = absolutePath(output ?? home.runs + "/" + name)
    self.database = environment.databasePath
    try RunLayout.requireFree(folder)
    let runs =
      FileManager.default.fileExists(atPath: self.database)
      ? try RunDatabase.openReadOnly(path: self.database) : nil
    for method in methods {
      let run = self.name(ofRunWith: method)
      try RunName.validate(run)
      if try runs?.run(named: run) != nil {
        throw RunDatabaseError.nameTaken(run, path: self.database)
      }
    }
  }

  public func name(ofRunWith method: String) -> String { name + "-" + method }

  public func folder(ofRunWith method: String) -> String { folder + "/" + method }

  public func makeFolder() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }
}
