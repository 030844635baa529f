extension String {
  /// The text as one word of a shell's command line: quoted when it has blanks or signs that a shell
  /// gives a meaning to.
  var shellWord: String {
    let isPlain = { (scalar: Unicode.Scalar) in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "_-+=:,./@%".unicodeScalars.contains(scalar))
    }
    guard isEmpty || !unicodeScalars.allSatisfy(isPlain) else { return self }
    // A quote is one scalar to the shell, whatever is combined with it.
    let parts = unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.map { String($0) }.joined(separator: "'\\''") + "'"
  }
}
