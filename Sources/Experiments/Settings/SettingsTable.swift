import RunDatabase

/// Options whose settings stand in a table.
public protocol Configurable: Sendable {
  static var settings: SettingsTable<Self> { get }
}

extension Configurable where Self: Encodable {
  /// The values as the database keeps them: each by the name of its setting, and all together under `options`, from
  /// which a run can be begun again.
  ///
  /// - Throws: `EncodingError` for numbers that `SettingsTable.check` does not let pass.
  func recorded() throws -> [String: SettingValue] {
    var settings = try Self.settings.recorded(self)
    settings[RunMetadata.allOptions] = try SettingValue(encoding: self)
    return settings
  }
}

/// All settings of some options, in the order in which they are shown and take effect.
public struct SettingsTable<Options: Sendable>: Sendable {
  public let rows: [Setting<Options>]
  /// What holds where nothing is given; places are empty.
  public let defaults: Options

  /// - Parameter rows: No two of one name, and no two with one option's name.
  public init(
    defaults: Options, @SettingsTableBuilder<Options> rows: () -> [Setting<Options>]
  ) {
    self.defaults = defaults
    self.rows = rows()
  }

  /// The setting of that name.
  public subscript(name: String) -> Setting<Options>? { rows.first { $0.name == name } }

  /// The setting that a person gives by that name, in snake_case.
  public func setting(option name: String) -> Setting<Options>? {
    rows.first { $0.option != nil && $0.optionName == name }
  }

  /// The setting to whose value a key path leads.
  func setting(at path: AnyKeyPath) -> Setting<Options>? { rows.first { $0.lies(at: path) } }

  /// What holds of a setting where nothing is given, as one writes it; nil where that is that it is off or has no
  /// value.
  public func defaultText(of setting: Setting<Options>) -> String? {
    if setting.option?.switchedValue != nil { return nil }
    let words = [setting.defaultWords ?? (try? setting.value(in: defaults))?.text, setting.note]
    // A place that nobody has named is an empty text.
    let known = words.compactMap(\.self).filter { !$0.isEmpty }
    return known.isEmpty ? nil : known.joined(separator: "; ")
  }

  /// Makes sure that every value is one that its setting may have.
  ///
  /// - Throws: `SettingError.outOfRange`.
  public func check(_ options: Options) throws(SettingError) {
    for row in rows { try row.check(options) }
  }

  /// The values as the database keeps them, by name, without those that are none.
  ///
  /// - Throws: `EncodingError` for numbers that `check` does not let pass.
  public func recorded(_ options: Options) throws -> [String: SettingValue] {
    try rows.filter(\.isRecorded).reduce(into: [:]) { settings, row in
      let value = try row.value(in: options)
      if value != .null { settings[row.name] = value }
    }
  }

  /// The settings of options that hold these as a part.
  public func at<Outer>(
    _ path: WritableKeyPath<Outer, Options> & Sendable
  ) -> [Setting<Outer>] {
    rows.map { $0.at(path) }
  }

  /// The settings of options that may hold these as a part.
  ///
  /// - Parameter needed: What is wrong where somebody gives one and there is no such part, for example "is about
  ///   adapters".
  public func at<Outer>(
    optional path: WritableKeyPath<Outer, Options?> & Sendable, needed: String
  ) -> [Setting<Outer>] {
    rows.map { row in
      row.at(optional: path, needed: needed, default: (try? row.value(in: defaults))?.text)
    }
  }
}

/// Makes a table of settings, and of tables of parts, that are written one below the other.
@resultBuilder
public enum SettingsTableBuilder<Options: Sendable> {
  public static func buildExpression(_ row: Setting<Options>) -> [Setting<Options>] { [row] }

  public static func buildExpression(_ rows: [Setting<Options>]) -> [Setting<Options>] { rows }

  public static func buildBlock(_ rows: [Setting<Options>]...) -> [Setting<Options>] {
    rows.flatMap(\.self)
  }
}
