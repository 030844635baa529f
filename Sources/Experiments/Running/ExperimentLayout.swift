import Files
import Foundation
import RunDatabase

/// Where an experiment of several runs writes: a folder with a run's folder each, and the database that records them.
package struct ExperimentLayout: Sendable {
  /// The runs' names begin with it.
  package let name: String
  package let folder: String
  package let database: String

  /// - Parameter destination: Without a name the experiment is called after the time, with a number where that is
  ///   taken; without an output its folder is named after it in the home's `runs`.
  /// - Throws: `RunDatabaseError.invalidName`.
  package init(_ destination: RunDestination) throws {
    if let name = destination.name { try RunName.validate(name) }
    name = destination.name ?? destination.home.freeRunName()
    folder = absolutePath(destination.output ?? destination.home.runs + "/" + name)
    database = destination.databasePath
  }

  /// What the run of one part is called in the database.
  package func name(ofRun part: String) -> String { name + "-" + part }

  package func folder(ofRun part: String) -> String { folder + "/" + part }

  /// Makes sure that the database can record the runs of these parts.
  ///
  /// - Throws: `RunDatabaseError.invalidName`, `.nameTaken`, and others for a database that cannot be read.
  package func requireFreeNames(for parts: [String]) throws {
    let names = parts.map(name(ofRun:))
    for name in names { try RunName.validate(name) }
    guard FileManager.default.fileExists(atPath: database) else { return }
    let runs = try RunDatabase.openReadOnly(path: database)
    for name in names where try runs.run(named: name) != nil {
      throw RunDatabaseError.nameTaken(name, path: database)
    }
  }
}
