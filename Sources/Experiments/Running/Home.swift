import FineTuning
import Foundation
import RunDatabase

/// Where weights, data and runs lie when the user does not say.
public struct Home: Sendable {
  public let path: String

  /// `SPAMTUNE_HOME` if it is set; else the checkout that the running program was built in; else
  /// the current folder.
  public static let standard: Home = {
    if let path = ProcessInfo.processInfo.environment["SPAMTUNE_HOME"], !path.isEmpty {
      return Home(path: path)
    }
    return Home(path: checkout() ?? FileManager.default.currentDirectoryPath)
  }()

  public init(path: String) {
    self.path = path
  }

  /// Folders of runs, each with its saved model, beside the database that records them.
  public var runs: String { path + "/runs" }
  public var database: String { RunLayout.database(besideRunsIn: runs) }
  public var weights: String { path + "/weights" }
  public var data: String { path + "/data" }
  /// Features of messages, kept from run to run; may be deleted at any time.
  public var featureCache: String { path + "/cache/features" }
  package var cache: FeatureCache { FeatureCache(folder: featureCache) }

  /// A name that says the time, with a number behind it where a folder of runs is called so already: two may
  /// begin within a second.
  public func freeRunName() -> String {
    let stem = RunName.generated(at: Date())
    var name = stem
    var number = 2
    while FileManager.default.fileExists(atPath: runs + "/" + name) {
      name = "\(stem)-\(number)"
      number += 1
    }
    return name
  }

  /// The nearest folder above the program that holds this package.
  private static func checkout() -> String? {
    #if os(Linux)
      let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    #else
      let program = Bundle.main.executablePath
    #endif
    guard let program else { return nil }
    var folder = URL(fileURLWithPath: program).deletingLastPathComponent()
    while folder.path != "/" {
      let manifest = folder.appending(path: "Package.swift").path
      let sources = folder.appending(path: "Sources/SpamTuneKit").path
      if FileManager.default.fileExists(atPath: manifest),
        FileManager.default.fileExists(atPath: sources)
      {
        return folder.path
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }
}
