/// An option with its value, by the long name that the parser knows.
package struct OptionValue: Hashable, Codable, Sendable {
  /// Without dashes.
  package let name: String
  /// As it would be typed; of a flag true or false.
  package let value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

extension CommandTree {
  /// Options as the arguments of this command. Each is one word, so that no value is taken for an option; a flag
  /// that is false is left out.
  package func arguments(_ options: [OptionValue]) -> [String] {
    options.compactMap { given in
      guard option(named: given.name)?.isFlag == true else {
        return "--\(given.name)=\(given.value)"
      }
      return given.value == "true" ? "--\(given.name)" : nil
    }
  }

  /// Options as a file of this command, which `ParsedCommandLine` reads back to the same values.
  ///
  /// - Parameters:
  ///   - options: Of one that is given several times the last counts, as for the parser.
  ///   - remarks: Lines at the top.
  /// - Returns: TOML: the command's table.
  package func toml(_ options: [OptionValue], remarks: [String]) -> String {
    var names: Set<String> = []
    let last = options.reversed().filter { names.insert($0.name).inserted }.reversed()
    let lines =
      remarks.map { "# " + $0.map { $0.isNewline ? " " : String($0) }.joined() }
      + ["[\(name)]"]
      + last.map { given in
        let isFlag = option(named: given.name)?.isFlag == true
        return "\(given.name) = \(isFlag ? given.value : Self.toml(given.value))"
      }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func toml(_ value: String) -> String {
    isNumber(value) ? value : "\"\(value.unicodeScalars.map(escaped).joined())\""
  }

  /// Whether it is a number that comes back from TOML as it was written.
  private static func isNumber(_ value: String) -> Bool {
    guard value.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-]?[0-9]+)?/) != nil else {
      return false
    }
    return Int(value).map { "\($0)" } == value || Double(value).map { "\($0)" } == value
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case _ where scalar.value < 0x20 || scalar.value == 0x7F:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: return String(scalar)
    }
  }
}
