extension String {
  /// The text as one word of a shell's command line: quoted when it has blanks or signs that a shell
  /// gives a meaning to.
  var shellWord: String {
    let isPlain = { (letter: Character) in
      letter.isASCII && (letter.isLetter || letter.isNumber || "_-+=:,./@%".contains(letter))
    }
    guard isEmpty || !allSatisfy(isPlain) else { return self }
    return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
