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

  /// A base model: the one that is named, else GPT-2 where it was fetched, else the small one that comes with the
  /// program.
  ///
  /// - Parameter tell: Told which is taken where none is named. Settings stand between backticks.
  /// - Throws: `SettingError` where there is none.
  public func base(
    named folder: String?, tell: (String) -> Void = { _ in }
  ) throws(SettingError) -> String {
    if let folder { return folder }
    return try first(
      of: [weights + "/gpt2", weights + "/mini"], holding: "config.json", what: "base model",
      remedy: "Fetch GPT-2 with scripts/fetch-gpt2, or name a folder with `base`.", tell: tell)
  }

  /// A file of labelled messages: the one that is named, else the UCI set where it was fetched, else the sample that
  /// comes with the program.
  ///
  /// - Parameter tell: Told which is taken where none is named. Settings stand between backticks.
  /// - Throws: `SettingError` where there is none.
  public func data(
    named file: String?, tell: (String) -> Void = { _ in }
  ) throws(SettingError) -> String {
    if let file { return file }
    return try first(
      of: [data + "/SMSSpamCollection", data + "/sample.tsv"], holding: nil, what: "data",
      remedy: "Fetch the UCI set with scripts/fetch-sms, or name a file with `data`.", tell: tell)
  }

  private func first(
    of places: [String], holding file: String?, what: String, remedy: String,
    tell: (String) -> Void
  ) throws(SettingError) -> String {
    for place in places {
      let wanted = file.map { place + "/" + $0 } ?? place
      guard FileManager.default.fileExists(atPath: wanted) else { continue }
      let hint = place == places[0] ? "" : " (\(places[0]) is not there: \(remedy))"
      tell("\(what): \(place)\(hint)")
      return place
    }
    throw .unsuitable("No \(what) at \(places.joined(separator: " or ")). \(remedy)")
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
