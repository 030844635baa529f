/// A JSON value, for the small parts of a file.
enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  /// UTF-8, not validated.
  case string([UInt8])
  case array([JSONValue])
  /// In the order of the file.
  case object([Member])

  struct Member: Sendable, Equatable {
    var key: [UInt8]
    var value: JSONValue
  }

  /// The member of that name; null where there is none or this is no object. Of members with the
  /// same name the last counts.
  subscript(key: StaticString) -> JSONValue {
    guard case .object(let members) = self else { return .null }
    return members.last { $0.key == key }?.value ?? .null
  }
}

/// Compares bytes, unlike `==` on `String`.
func == (bytes: [UInt8], literal: StaticString) -> Bool {
  literal.withUTF8Buffer { bytes.elementsEqual($0) }
}

extension JSONScanner {
  /// Deeper values are refused, so that no file can exhaust the stack.
  private static let maximumDepth = 64

  /// Reads any value.
  mutating func value(depth: Int = 0) throws(TokenizerError) -> JSONValue {
    guard depth < Self.maximumDepth else {
      throw file.malformed(at: position, "values nested deeper than \(Self.maximumDepth)")
    }
    switch peek() {
    case UInt8(ascii: "{"):
      var members: [JSONValue.Member] = []
      guard try enter("{", "}") else { return .object([]) }
      repeat {
        let key = try key()
        members.append(JSONValue.Member(key: key, value: try value(depth: depth + 1)))
      } while try next(before: "}")
      return .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      guard try enter("[", "]") else { return .array([]) }
      repeat { elements.append(try value(depth: depth + 1)) } while try next(before: "]")
      return .array(elements)
    case UInt8(ascii: "\""):
      var text: [UInt8] = []
      try string(into: &text)
      return .string(text)
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      return .number(try number())
    default:
      for (word, value) in [
        ("null", JSONValue.null), ("true", .bool(true)), ("false", .bool(false)),
      ]
      where skip(word: word) {
        return value
      }
      throw error("a value")
    }
  }
}
