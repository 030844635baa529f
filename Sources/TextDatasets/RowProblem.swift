/// A row that cannot be used: where it begins and why. It never holds the row's text.
public struct RowProblem: Sendable, Equatable, CustomStringConvertible {
  public enum Reason: Error, Equatable, CustomStringConvertible {
    case noTab
    case emptyLabel
    case emptyText
    case fieldCount(expected: Int, found: Int)
    /// Fields are counted from 1.
    case quoteInUnquotedField(Int)
    case textAfterClosingQuote(field: Int)
    case unclosedQuote(field: Int)
    /// `limit` is in bytes.
    case tooLong(limit: Int)
    /// `offset` counts the file's bytes from 0.
    case invalidUTF8(byte: UInt8, offset: Int)
    /// `column` counts the line's bytes from 1.
    case invalidJSON(expected: String, column: Int)
    case missingKey(String)
    case repeatedKey(String)
    case wrongType(key: String, expected: String)
    case loneSurrogate(key: String)

    public var description: String {
      switch self {
      case .noTab: "no tab between label and text"
      case .emptyLabel: "empty label"
      case .emptyText: "empty text"
      case .fieldCount(let expected, let found):
        "expected \(expected) fields as in the header, found \(found)"
      case .quoteInUnquotedField(let field):
        "field \(field) holds a quote but does not begin with one (quote the field and double "
          + "the quotes inside it)"
      case .textAfterClosingQuote(let field):
        "field \(field) goes on after its closing quote (double the quotes inside a field)"
      case .unclosedQuote(let field): "the quote that opens field \(field) is never closed"
      case .tooLong(let limit): "longer than \(limit) bytes"
      case .invalidUTF8(let byte, let offset):
        "byte 0x\(String(byte, radix: 16, uppercase: true)) at offset \(offset) of the file is "
          + "not UTF-8 (if the file is Latin-1, say `encoding` latin1)"
      case .invalidJSON(let expected, let column):
        "not JSON: expected \(expected) at byte \(column) of the line"
      case .missingKey(let key): "no key '\(key)'"
      case .repeatedKey(let key): "the key '\(key)' occurs twice"
      case .wrongType(let key, let expected): "the value of '\(key)' is not \(expected)"
      case .loneSurrogate(let key):
        "the value of '\(key)' holds half of a \\u surrogate pair"
      }
    }
  }

  /// The line of the file where the row begins, counted from 1.
  public let line: Int
  public let reason: Reason

  public init(line: Int, reason: Reason) {
    self.line = line
    self.reason = reason
  }

  public var description: String { "line \(line): \(reason)" }
}
