/// Text in lines that are broken between words alone; a number keeps its sign of percent.
enum Words {
  /// What stays together on a line.
  static func of(_ text: String) -> [String] {
    text.split(separator: " ").reduce(into: []) { words, word in
      if word.hasPrefix("%"), let last = words.last {
        words[words.count - 1] = last + " " + word
      } else {
        words.append(String(word))
      }
    }
  }

  /// Lines of at most `width` characters, but for words that are longer by themselves.
  ///
  /// - Parameters:
  ///   - width: Nil for a single line.
  ///   - first: Begins the first line.
  ///   - rest: Begins the others.
  static func lines(
    _ text: String, width: Int?, first: String = "", rest: String = ""
  ) -> [String] {
    guard let width, first.count + text.count > width else { return [first + text] }
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in of(text) {
      if isEmpty || line.count + 1 + word.count <= width {
        line += (isEmpty ? "" : " ") + word
      } else {
        lines.append(line)
        line = rest + word
      }
      isEmpty = false
    }
    return lines + [line]
  }
}
