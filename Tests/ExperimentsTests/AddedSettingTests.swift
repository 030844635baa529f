import Foundation
import RunDatabase
import TestFiles
import Testing

@testable import Experiments

/// A setting that only this file knows of.
extension TrainingOptions {
  /// Lies in a place that is saved already.
  fileprivate var temper: Double? {
    get { training.classWeights?.first }
    set { training.classWeights = newValue.map { [$0] } }
  }
}

/// One row is all that a setting needs to arrive everywhere.
@Suite struct AddedSettingTests {
  private let table = SettingsTable(defaults: TrainingOptions.settings.defaults) {
    TrainingOptions.settings.rows
    Setting(
      "temper", optional: \.temper, .within(0...2), isRecommendable: true, default: "even",
      option: .value("How it takes it.", discussion: "With `epochs`, longer."))
  }
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func recommended(_ json: String) throws -> BaseDefaults {
    try Data(json.utf8).write(to: URL(fileURLWithPath: folder.file("fine-tuning.json")))
    return try BaseDefaults(base: folder.path, of: table)
  }

  @Test func itHasHelpWithItsDefault() throws {
    let setting = try #require(table.setting(option: "temper"))
    #expect(setting.option?.help == "How it takes it.")
    #expect(table.defaultText(of: setting) == "even")
  }

  @Test func aPersonAndAProgramGiveIt() throws {
    var options = table.defaults
    var given = GivenSettings(of: table)
    #expect(try given.give(1.5, to: "temper"))
    try given.apply(to: &options)
    #expect(options.temper == 1.5)
    given[\.temper] = 0.5
    try given.apply(to: &options)
    #expect(options.temper == 0.5)
  }

  @Test func aBaseRecommendsIt() throws {
    let defaults = try recommended("{\"temper\": 1.25}")
    var options = table.defaults
    try defaults.settings.apply(to: &options)
    #expect(options.temper == 1.25)
    #expect(
      defaults.sentence == "recommended for this base, where you say nothing else: `temper` 1.25")
  }

  @Test func itsRangeIsChecked() throws {
    var options = table.defaults
    options.temper = 3
    let error = #expect(throws: SettingError.self) { try table.check(options) }
    #expect(error == .outOfRange("temper", value: "3.0", allowed: "0 to 2"))
    let refusal = #expect(throws: KitError.self) { try recommended("{\"temper\": 3}") }
    #expect(refusal?.description.contains("`temper` is 3.0; give 0 to 2.") == true)
  }

  @Test func itIsRecordedByItsName() throws {
    var options = table.defaults
    #expect(try table.recorded(options)["temper"] == nil)
    options.temper = 1.5
    #expect(try table.recorded(options)["temper"] == 1.5)
  }
}
