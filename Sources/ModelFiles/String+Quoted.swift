extension String {
  /// This text in single quotes, fit for one line of an error message: names in files may hold
  /// line breaks, terminal controls, or megabytes.
  var quoted: String {
    var result = "'"
    for scalar in unicodeScalars.prefix(Self.longestQuotation) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        result.unicodeScalars.append(scalar)
      }
    }
    if unicodeScalars.dropFirst(Self.longestQuotation).first != nil { result += "..." }
    return result + "'"
  }

  private static var longestQuotation: Int { 120 }
}
