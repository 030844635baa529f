/// Decides what of a file's contents an error may repeat: a column or label that could be a message
/// is not shown.
public enum PlainName {
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

  /// Names for an error: at most twenty, and those that could be messages only counted.
  public static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).compactMap(quoted)
    let hidden = names.count - shown.count
    return shown.joined(separator: ", ") + (hidden > 0 ? " and \(hidden) more" : "")
  }
}
