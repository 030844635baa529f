import RunDatabase

/// Values for some settings: what somebody has said, and no more. What is not here is left to others, in the
/// end to the defaults.
///
///     var given = GivenSettings<TrainingOptions>()
///     given[\.training.epochs] = 3
public struct GivenSettings<Options: Configurable>: Sendable {
  private let table: SettingsTable<Options>
  /// By the settings' names.
  private var values: [String: GivenValue<Options>] = [:]

  public init() {
    self.init(of: Options.settings)
  }

  /// - Parameter table: Which settings there are.
  package init(of table: SettingsTable<Options>) {
    self.table = table
  }

  public var isEmpty: Bool { values.isEmpty }

  /// The value for a setting; nil where none is given.
  ///
  /// - Parameter path: Leads to a setting of the table.
  public subscript<Value: Sendable>(
    path: WritableKeyPath<Options, Value> & Sendable
  ) -> Value? {
    get {
      // Not by optional chaining: where nothing is given, a cast to an optional type would find its nil.
      guard let given = values[name(of: path)] else { return nil }
      return given.value as? Value
    }
    set {
      values[name(of: path)] = newValue.map { value in
        GivenValue(value) { $0[keyPath: path] = value }
      }
    }
  }

  private func name(of path: AnyKeyPath) -> String {
    guard let setting = table.setting(at: path) else {
      preconditionFailure("there is no setting at \(path): give the settings in it one by one")
    }
    return setting.name
  }

  /// Takes a value of any type that the setting knows.
  ///
  /// - Parameter option: The name by which a person gives it, in snake_case.
  /// - Returns: False where there is no such setting, or it takes no such value.
  /// - Throws: `SettingError` for a text that is no value.
  package mutating func give(_ value: Any, to option: String) throws(SettingError) -> Bool {
    guard let setting = table.setting(option: option), let given = try setting.given(value) else {
      return false
    }
    values[setting.name] = given
    return true
  }

  /// Takes what a file says.
  ///
  /// - Throws: `DecodingError` for a value that the setting does not take.
  mutating func give(_ value: SettingValue, to setting: Setting<Options>) throws {
    values[setting.name] = try setting.read(value)
  }

  /// Puts the values in their places, in the order of the table.
  ///
  /// - Throws: `SettingError` for one whose place there is not.
  public func apply(to options: inout Options) throws(SettingError) {
    for row in table.rows { try values[row.name]?.apply(to: &options) }
  }

  /// The values as a person would give them, in the order of the table.
  var texts: [(option: String, value: String)] {
    var options = table.defaults
    guard (try? apply(to: &options)) != nil else { return [] }
    return table.rows.filter { values[$0.name] != nil }.compactMap { row in
      guard let text = try? row.value(in: options).text else { return nil }
      return (row.optionName, text)
    }
  }
}

/// A value for a setting, ready to be put in its place.
struct GivenValue<Options>: Sendable {
  let value: any Sendable
  private let assign: @Sendable (inout Options) throws(SettingError) -> Void

  init(
    _ value: any Sendable, assign: @escaping @Sendable (inout Options) throws(SettingError) -> Void
  ) {
    self.value = value
    self.assign = assign
  }

  func apply(to options: inout Options) throws(SettingError) { try assign(&options) }
}
