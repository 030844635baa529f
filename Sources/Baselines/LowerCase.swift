/// Text in lower case as Python's `str.lower()` writes it: Unicode's full mapping of each character,
/// and the one rule that looks around, by which a sigma that ends a word is ς.
///
/// Source: The Unicode Standard 15.0, section 3.13, table 3-17 (Final_Sigma).
enum LowerCase {
  static func scalars(of text: String) -> [Unicode.Scalar] {
    let original = Array(text.unicodeScalars)
    var lower: [Unicode.Scalar] = []
    lower.reserveCapacity(original.count)
    for (index, scalar) in original.enumerated() {
      if scalar.isASCII {
        let isCapital = (0x41...0x5A).contains(scalar.value)
        lower.append(isCapital ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar)
      } else if scalar == "Σ" {
        lower.append(endsWord(at: index, in: original) ? "ς" : "σ")
      } else {
        lower.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return lower
  }

  /// A cased letter before the character at `index` and none after it, apostrophes, marks and other
  /// case-ignorable characters aside.
  private static func endsWord(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
    let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
    return before?.properties.isCased == true && after?.properties.isCased != true
  }
}
