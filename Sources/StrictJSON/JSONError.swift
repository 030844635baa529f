/// JSON text that breaks the grammar of RFC 8259, or a rule of its reader's own.
///
/// It tells places and what was expected there, and holds nothing of the text; the reader, which
/// knows the file, makes a sentence of it.
package struct JSONError: Error, Equatable {
  package let expected: Expected
  /// Where the number, word, string or escape begins that is not finished as it should be.
  package let start: Int
  /// The first byte that does not fit; where the text ends if more was expected.
  package let position: Int

  package init(expected: Expected, start: Int, position: Int) {
    self.expected = expected
    self.start = start
    self.position = position
  }

  package enum Expected: Equatable {
    case object
    case array
    case key
    case colon
    /// A comma or the bracket that closes.
    case next(JSONScanner.Container)
    case value
    case string
    /// One of `true`, `false` and `null`.
    case word(String)
    /// A digit of a number.
    case digit
    case wholeNumber
    /// A whole number of this magnitude at most.
    case wholeNumberUpTo(Int)
    /// An escape for a control character that stands there as it is.
    case escapedControl
    case closingQuote
    case escape
    case fourHexadecimalDigits
    /// Two escapes that make one character.
    case surrogatePair
    case utf8
    /// No more than so many arrays and objects inside each other.
    case nesting(Int)
    case end
    /// What the reader of the text asks beyond the grammar.
    case other(String)
  }
}

/// What completes "expected ..."; readers may have better words for some.
extension JSONError.Expected: CustomStringConvertible {
  package var description: String {
    switch self {
    case .object: "'{'"
    case .array: "'['"
    case .key: "a key in quotes"
    case .colon: "':'"
    case .next(.object): "',' or '}'"
    case .next(.array): "',' or ']'"
    case .value: "a value"
    case .string: "a string in quotes"
    case .word(let word): "'\(word)'"
    case .digit: "a digit"
    case .wholeNumber: "a whole number"
    case .wholeNumberUpTo(let limit): "a whole number up to \(limit)"
    case .escapedControl: "an escape in place of a control character"
    case .closingQuote: "the closing '\"' of a string"
    case .escape: "an escape sequence"
    case .fourHexadecimalDigits: "four hexadecimal digits"
    case .surrogatePair: "a pair of surrogates"
    case .utf8: "UTF-8"
    case .nesting(let limit): "at most \(limit) levels of nesting"
    case .end: "the end of the JSON text"
    case .other(let text): text
    }
  }
}
