/// The character references of HTML that occur in messages: all numeric ones, and the names of
/// Latin-1 and of common punctuation.
///
/// Source: HTML Living Standard, sections 13.2.5.72 to 13.2.5.80 and 13.5.
enum HTMLEntities {
  /// The names of U+00A0...U+00FF, in order.
  private static let latin1 = """
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn \
    sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave \
    Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml \
    ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN \
    szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute \
    icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml \
    yacute thorn yuml
    """

  /// Names that stand also without a semicolon.
  private static let bare: [Substring: Unicode.Scalar] = {
    var names: [Substring: Unicode.Scalar] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\""]
    for (code, name) in zip(UInt8(0xA0)...0xFF, latin1.split(separator: " ")) {
      names[name] = Unicode.Scalar(code)
    }
    return names
  }()

  private static let terminated: [Substring: Unicode.Scalar] = [
    "apos": "'", "euro": "€", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’",
    "ldquo": "“", "rdquo": "”", "hellip": "…", "bull": "•", "trade": "™",
  ]

  /// `text` with each reference replaced, once; what is no reference stays as it is.
  static func unescape(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = Substring(text).unicodeScalars
    while let ampersand = rest.firstIndex(of: "&") {
      result.append(contentsOf: rest[..<ampersand])
      rest = rest[rest.index(after: ampersand)...]
      if let (scalar, length) = reference(rest) {
        result.append(scalar)
        rest = rest.dropFirst(length)
      } else {
        result.append("&")
      }
    }
    result.append(contentsOf: rest)
    return String(result)
  }

  /// What the characters after an ampersand refer to, and how many of them the reference takes.
  private static func reference(
    _ rest: Substring.UnicodeScalarView
  ) -> (Unicode.Scalar, length: Int)? {
    rest.first == "#" ? number(rest.dropFirst()) : name(rest)
  }

  private static func number(
    _ rest: Substring.UnicodeScalarView
  ) -> (Unicode.Scalar, length: Int)? {
    let isHexadecimal = rest.first == "x" || rest.first == "X"
    let radix: UInt32 = isHexadecimal ? 16 : 10
    let digits = rest.dropFirst(isHexadecimal ? 1 : 0).prefix {
      $0.isASCII && ($0.properties.numericType != nil || radix == 16 && $0.properties.isHexDigit)
    }
    guard !digits.isEmpty else { return nil }
    let code = UInt32(String(digits), radix: Int(radix))
    let isTerminated = rest.dropFirst(digits.count + (isHexadecimal ? 1 : 0)).first == ";"
    // A number beyond Unicode, also one too long for 32 bits, is the replacement character.
    return (
      code.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}",
      1 + (isHexadecimal ? 1 : 0) + digits.count + (isTerminated ? 1 : 0)
    )
  }

  private static func name(
    _ rest: Substring.UnicodeScalarView
  ) -> (Unicode.Scalar, length: Int)? {
    let longest = 8
    let name = Substring(
      rest.prefix(longest).prefix {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
      })
    let length = name.unicodeScalars.count
    if rest.dropFirst(length).first == ";", let scalar = bare[name] ?? terminated[name] {
      return (scalar, length + 1)
    }
    for length in stride(from: length, to: 1, by: -1) {
      if let scalar = bare[name.prefix(length)] { return (scalar, length) }
    }
    return nil
  }
}
