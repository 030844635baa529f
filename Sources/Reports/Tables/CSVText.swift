import RunDatabase

/// Lines of comma-separated values, as in RFC 4180.
enum CSVText {
  /// A line with its end. Numbers keep all their digits.
  static func line(_ values: [SettingValue]) -> String {
    values.map(field).joined(separator: ",") + "\n"
  }

  private static func field(_ value: SettingValue) -> String {
    guard let text = value.text else { return "" }
    let isPlain =
      !text.isEmpty && !text.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
