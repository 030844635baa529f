import Foundation
import RunDatabase

/// How a base wants to be fine-tuned: `fine-tuning.json` in its folder, written by whoever measured it. What it
/// says stands in for the program's defaults; what the user says stands in for either.
public struct BaseDefaults: Sendable {
  static let fileName = "fine-tuning.json"

  public let settings: GivenSettings<TrainingOptions>

  /// Reads what a base recommends: nothing where its folder holds no such file.
  ///
  /// - Throws: `KitError.badRecommendation` naming the file and what is wrong with it.
  public init(base folder: String) throws(KitError) {
    try self.init(base: folder, of: TrainingOptions.settings)
  }

  /// - Parameter table: Which settings there are.
  init(base folder: String, of table: SettingsTable<TrainingOptions>) throws(KitError) {
    let path = folder + "/" + Self.fileName
    guard FileManager.default.fileExists(atPath: path) else {
      settings = GivenSettings(of: table)
      return
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .badRecommendation(path, reason: "it cannot be read")
    }
    do {
      let values = try JSONDecoder().decode([String: SettingValue].self, from: data)
      settings = try Self.settings(values, of: table)
    } catch let problem as Problem {
      throw .badRecommendation(path, reason: problem.sentence)
    } catch let error as SettingError {
      // The sentence goes on behind the reason.
      throw .badRecommendation(path, reason: String("\(error)".dropLast()))
    } catch {
      throw .badRecommendation(path, reason: "not a JSON object of settings")
    }
  }

  private static func settings(
    _ values: [String: SettingValue], of table: SettingsTable<TrainingOptions>
  ) throws -> GivenSettings<TrainingOptions> {
    var settings = GivenSettings(of: table)
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let setting = table[name], setting.isRecommendable else {
        let names = table.rows.filter(\.isRecommendable).map(\.name)
        throw Problem(
          sentence: "there is no setting '\(name)'; there are \(names.joined(separator: ", "))")
      }
      guard value != .null else { continue }
      do { try settings.give(value, to: setting) } catch is DecodingError {
        throw Problem(sentence: "the value of '\(name)' is none that this setting takes")
      }
    }
    var options = table.defaults
    try settings.apply(to: &options)
    try table.check(options)
    return settings
  }

  private struct Problem: Error {
    let sentence: String
  }

  /// What is recommended, in a sentence with settings between backticks; nil for nothing.
  public var sentence: String? {
    guard !settings.isEmpty else { return nil }
    return "recommended for this base, where you say nothing else: "
      + settings.texts.map { "`\($0.option)` \($0.value)" }.joined(separator: " ")
  }
}
