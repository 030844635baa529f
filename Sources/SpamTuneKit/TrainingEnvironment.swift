import Files
import FineTuning
import Foundation

/// Where a run stands in the world: names and places, not what it computes.
public struct TrainingEnvironment: Sendable {
  /// Folder of the run and its model; nil for one named after the run in the home's `runs`.
  public var output: String?
  /// Nil for one named after the time.
  public var name: String?
  /// Nil for `runs.sqlite` beside the run's folder.
  public var database: String?
  /// The command as typed, for the record.
  public var commandLine: String
  public var home: Home
  /// Whether the frozen part's answers are kept for later runs in the home's cache, and taken from there.
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

  var cache: FeatureCache? { usesCache ? FeatureCache(folder: home.featureCache) : nil }

  /// The file that records the run, as an absolute path.
  public var databasePath: String {
    if let database { return absolutePath(database) }
    guard let output else { return home.database }
    let parent = (absolutePath(output) as NSString).deletingLastPathComponent
    return RunPlaces.database(besideRunsIn: parent)
  }
}
