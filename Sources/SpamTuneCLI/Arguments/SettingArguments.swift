import ArgumentParser
import SpamTuneKit

extension ArgumentHelp {
  /// The help of an option that is a setting, with what holds where it is not given.
  ///
  /// - Parameters:
  ///   - option: By what a person gives it, in snake_case.
  ///   - table: Of the options that the setting belongs to.
  static func setting<Options>(
    _ option: String, of table: SettingsTable<Options>
  ) -> ArgumentHelp {
    guard let setting = table.setting(option: option), let help = setting.option else {
      preconditionFailure("there is no setting that is given as '\(option)'")
    }
    let otherwise = table.defaultText(of: setting).map { " (default: \($0))" } ?? ""
    return ArgumentHelp(
      help.help.withOptions + otherwise, discussion: help.discussion.withOptions)
  }

  /// The same for an option of a training.
  static func setting(_ option: String) -> ArgumentHelp {
    setting(option, of: TrainingOptions.settings)
  }
}

extension GivenSettings {
  /// What was typed of commands or groups of options, as far as they are settings: all others are passed over.
  ///
  /// - Throws: `SettingError` for a text that is no value of its setting.
  init(typedIn groups: any ParsableArguments...) throws(SettingError) {
    self.init()
    for group in groups { try take(group) }
  }

  mutating func take(_ arguments: any ParsableArguments) throws(SettingError) {
    for child in Mirror(reflecting: arguments).children {
      if let group = child.value as? any OptionGroupValue {
        try take(group.arguments)
      } else if let option = child.value as? any TypedOption, let value = option.typed,
        let label = child.label
      {
        _ = try give(value, to: label.dropFirst().snakeCase)
      }
    }
  }
}

/// An option or flag of the parser, whatever its type.
protocol TypedOption {
  /// What its value is when it was typed.
  static var type: Any.Type { get }
  /// Nil where it was not typed.
  var typed: Any? { get }
}

extension Option: TypedOption {
  static var type: Any.Type { (Value.self as? any OptionalType.Type)?.wrapped ?? Value.self }

  var typed: Any? { (wrappedValue as? any OptionalType).map(\.value) ?? wrappedValue }
}

extension Flag: TypedOption {
  static var type: Any.Type { Value.self }

  var typed: Any? { wrappedValue as? Bool == true ? true : nil }
}

/// A group of options, whatever its type.
protocol OptionGroupValue {
  var arguments: any ParsableArguments { get }
}

extension OptionGroup: OptionGroupValue {
  var arguments: any ParsableArguments { wrappedValue }
}

private protocol OptionalType {
  static var wrapped: Any.Type { get }
  var value: Any? { get }
}

extension Optional: OptionalType {
  static var wrapped: Any.Type { Wrapped.self }
  var value: Any? { self }
}

extension StringProtocol {
  /// `learningRate` as `learning_rate`, as the parser makes option names of properties.
  var snakeCase: String {
    reduce(into: "") { text, letter in
      text += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
    }
  }
}

/// Writes a sentence of a library to standard error.
func note(sentence: String) {
  note(sentence.withOptions)
}

extension String {
  /// A sentence of a library, which has settings between backticks, in the words of the command line.
  var withOptions: String {
    replacing(/`([a-z][a-z0-9_]*)`/) { match in "--" + match.1.replacing("_", with: "-") }
  }
}
