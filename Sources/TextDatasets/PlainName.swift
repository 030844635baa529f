/// Decides what of a file's contents an error may repeat: a column or label that could be a message
/// is not shown.
enum PlainName {
  /// `name` in quotes when it is one short word of letters, digits, `-`, `.` and `_`; else nil.
  static func quoted(_ name: String) -> String? {
    let allowed: [UInt8] = [0x2D, 0x2E, 0x5F]
    let isPlain =
      (1...32).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        ASCII.isLetter($0) || ASCII.isDigit($0) || allowed.contains($0)
      }
    return isPlain ? "'\(name)'" : nil
  }
}
