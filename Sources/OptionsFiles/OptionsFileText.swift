/// The text of a file of options, in TOML, as `ExpandedArguments` reads it.
public enum OptionsFileText {
  /// - Parameters:
  ///   - options: Of the command; of one that is given several times the last counts, as for the parser.
  ///   - command: Whose table it is.
  ///   - remarks: Lines at the top.
  public static func toml(
    _ options: [GivenOption], for command: String, remarks: [String]
  ) -> String {
    var names: Set<String> = []
    let last = options.reversed().filter { names.insert($0.name).inserted }.reversed()
    let lines =
      remarks.map { "# " + $0.map { $0.isNewline ? " " : String($0) }.joined() } + ["[\(command)]"]
      + last.map { "\($0.name) = \($0.value.map(toml) ?? "true")" }
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
