import RunDatabase

/// One setting of some options: what it is called, where its value lies, which values it may have, and what a
/// person is told about it.
///
/// Whatever speaks of settings follows from these rows: a base's `fine-tuning.json`, the checks and their
/// errors, the names in the database, the options of the command line with their help. To add a setting is to
/// add its property, its row, and what it does.
public struct Setting<Options>: Sendable {
  /// In snake_case; so `fine-tuning.json`, errors and the database call it.
  public let name: String
  /// How a person gives it; nil for what only a program sets.
  public let option: SettingOption?
  /// Whether a base may recommend a value of its own.
  public let isRecommendable: Bool
  /// Whether the database keeps it under its name; not where it only says in other words what others keep.
  let isRecorded: Bool
  /// What holds where nothing is given, in words; nil for the value itself.
  let defaultWords: String?
  /// What else there is to say of the default.
  let note: String?
  private let place: SettingPlace<Options>

  /// A setting that has a value in every case.
  ///
  /// - Parameters:
  ///   - path: Leads to the value.
  ///   - allowed: Which values it may have.
  ///   - note: What else to say of the default.
  ///   - parse: Makes a value of a text, where that is what a person gives.
  public init<Value: Codable & Sendable>(
    _ name: String, _ path: WritableKeyPath<Options, Value> & Sendable,
    _ allowed: AllowedValues<Value> = .all, isRecommendable: Bool = false, isRecorded: Bool = true,
    default defaultWords: String? = nil, note: String? = nil, option: SettingOption? = nil,
    parse: (@Sendable (String) throws(SettingError) -> Value)? = nil
  ) {
    self.init(
      name: name, option: option, isRecommendable: isRecommendable, isRecorded: isRecorded,
      defaultWords: defaultWords, note: note,
      place: SettingPlace(
        steps: [path], parse: parse,
        value: { try SettingValue(encoding: $0[keyPath: path]) },
        check: { options throws(SettingError) in
          try allowed.check(options[keyPath: path], of: option?.name ?? name)
        },
        set: { $0[keyPath: path] = $1 }))
  }

  /// A setting that may have no value.
  ///
  /// - Parameters:
  ///   - path: Leads to the value, if there is one.
  ///   - none: What a person gives for no value; nil where that cannot be given.
  public init<Value: Codable & Equatable & Sendable>(
    _ name: String, optional path: WritableKeyPath<Options, Value?> & Sendable,
    _ allowed: AllowedValues<Value> = .all, isRecommendable: Bool = false, isRecorded: Bool = true,
    none: Value? = nil, default defaultWords: String? = nil, option: SettingOption? = nil,
    parse: (@Sendable (String) throws(SettingError) -> Value)? = nil
  ) {
    self.init(
      name: name, option: option, isRecommendable: isRecommendable, isRecorded: isRecorded,
      defaultWords: defaultWords, note: nil,
      place: SettingPlace(
        steps: [path], parse: parse,
        value: { try $0[keyPath: path].map(SettingValue.init(encoding:)) ?? .null },
        check: { options throws(SettingError) in
          guard let value = options[keyPath: path] else { return }
          try allowed.check(value, of: option?.name ?? name)
        },
        set: { $0[keyPath: path] = $1 == none ? nil : $1 }))
  }

  /// What the database keeps of options though nobody gives it by that name.
  ///
  /// - Parameter value: `.null` for none.
  init(recorded name: String, value: @escaping @Sendable (Options) throws -> SettingValue) {
    self.init(
      name: name, option: nil, isRecommendable: false, isRecorded: true, defaultWords: nil,
      note: nil, place: SettingPlace(reading: value))
  }

  private init(
    name: String, option: SettingOption?, isRecommendable: Bool, isRecorded: Bool,
    defaultWords: String?, note: String?, place: SettingPlace<Options>
  ) {
    self.name = name
    self.option = option
    self.isRecommendable = isRecommendable
    self.isRecorded = isRecorded
    self.defaultWords = defaultWords
    self.note = note
    self.place = place
  }

  private func moved<Outer>(
    to place: SettingPlace<Outer>, default text: String? = nil
  ) -> Setting<Outer> {
    Setting<Outer>(
      name: name, option: option, isRecommendable: isRecommendable, isRecorded: isRecorded,
      defaultWords: defaultWords ?? text, note: note, place: place)
  }

  /// The same setting of options that hold these as a part.
  public func at<Outer>(_ path: WritableKeyPath<Outer, Options> & Sendable) -> Setting<Outer> {
    moved(to: place.within(path))
  }

  /// The same setting of options that may hold these as a part. Where they do not, it has no value, and giving
  /// it one is an error.
  ///
  /// - Parameters:
  ///   - needed: What the part belongs to, for example "is about adapters: it goes with …".
  ///   - text: What holds in a part where nothing is given.
  public func at<Outer>(
    optional path: WritableKeyPath<Outer, Options?> & Sendable, needed: String,
    default text: String? = nil
  ) -> Setting<Outer> {
    moved(to: place.within(optional: path, else: "`\(optionName)` \(needed)"), default: text)
  }

  /// What a person gives it by, in snake_case; its name where nobody does.
  public var optionName: String { option?.name ?? name }

  /// Whether a key path leads to its value.
  func lies(at path: AnyKeyPath) -> Bool { place.lies(at: path) }

  /// Its value, `.null` for none.
  ///
  /// - Throws: `EncodingError` for a number that is none, which `check` does not let pass.
  func value(in options: Options) throws -> SettingValue { try place.value(options) }

  /// - Throws: `SettingError.outOfRange`.
  func check(_ options: Options) throws(SettingError) { try place.check(options) }

  /// A value as a person gave it, ready to be put in its place; nil for one of another type. An option that is on
  /// or off is given as true.
  ///
  /// - Throws: `SettingError` for a text that is no value.
  func given(_ value: Any) throws(SettingError) -> GivenValue<Options>? {
    try place.given(option?.switchedValue ?? value)
  }

  /// A value as a file has it.
  ///
  /// - Throws: `DecodingError` for one that the setting does not take.
  func read(_ value: SettingValue) throws -> GivenValue<Options> { try place.read(value) }

  /// Whether `given` takes values of a type.
  package func takes(_ type: Any.Type) -> Bool { place.types.contains { $0 == type } }
}

/// How a person gives a setting.
public struct SettingOption: Sendable {
  /// What it is called, in snake_case; nil for what the setting is.
  public let name: String?
  /// The value that it gives where it is on or off; nil for one that takes a value.
  public let switchedValue: Bool?
  /// One sentence.
  public let help: String
  /// What else there is to know; empty for nothing.
  public let discussion: String

  public static func value(
    _ help: String, named name: String? = nil, discussion: String = ""
  ) -> SettingOption {
    SettingOption(name: name, switchedValue: nil, help: help, discussion: discussion)
  }

  /// - Parameter value: Of the setting, once this is on.
  public static func flag(
    _ help: String, gives value: Bool = true, named name: String? = nil
  ) -> SettingOption {
    SettingOption(name: name, switchedValue: value, help: help, discussion: "")
  }
}
