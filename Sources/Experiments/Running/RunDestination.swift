import Files
import FineTuning
import Foundation

/// Where a new run goes: names and places, not what it computes.
public struct RunDestination: Sendable {
  /// Folder of the run and its model; nil for one named after the run in the home's `runs`.
  public var output: String?
  /// Nil for one named after the time.
  public var name: String?
  /// Nil for `runs.sqlite` beside the run's folder.
  public var database: String?
  /// The command as typed, for the record.
  public var commandLine: String
  public var home: Home
  /// Whether features of messages are kept in the home's cache for later runs, and taken from there.
  public var usesCache: Bool

  public init(
    output: String? = nil, name: String? = nil, database: String? = nil, commandLine: String,
    home: Home = .standard, usesCache: Bool = true
  ) {
    self.output = output
    self.name = name
    self.database = database
    self.commandLine = commandLine
    self.home = home
    self.usesCache = usesCache
  }

  /// Nil where the run is to compute all features itself.
  package var cache: FeatureCache? { usesCache ? home.cache : nil }

  /// The file that records the run, as an absolute path.
  public var databasePath: String {
    if let database { return absolutePath(database) }
    guard let output else { return home.database }
    let parent = (absolutePath(output) as NSString).deletingLastPathComponent
    return RunLayout.database(besideRunsIn: parent)
  }

  /// Makes sure that the run can have its folder. One in the home's `runs` has the run's name, which nobody else
  /// has.
  ///
  /// - Throws: `KitError.outputHoldsRun`, `ModelFolderError.outputExists`.
  package func requireFree() throws {
    if let output { try RunLayout.requireFree(absolutePath(output)) }
  }
}
