/// A JSON value as a tree, for the small parts of a file.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  /// UTF-8, not validated.
  case string([UInt8])
  case array([JSONValue])
  /// In the order of the file.
  case object([Member])

  package struct Member: Sendable, Equatable {
    package var key: [UInt8]
    package var value: JSONValue

    package init(key: [UInt8], value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The member of that name; null where there is none or this is no object. Of members with the
  /// same name the last counts.
  package subscript(key: StaticString) -> JSONValue {
    guard case .object(let members) = self else { return .null }
    return members.last { $0.key == key }?.value ?? .null
  }
}

/// Compares bytes, unlike `==` on `String`.
package func == (bytes: [UInt8], literal: StaticString) -> Bool {
  literal.withUTF8Buffer { bytes.elementsEqual($0) }
}

extension JSONScanner {
  /// Reads any value.
  package mutating func value() throws(JSONError) -> JSONValue {
    switch peek() {
    case UInt8(ascii: "{"):
      var members: [JSONValue.Member] = []
      guard try enter(.object) else { return .object([]) }
      repeat {
        members.append(try member())
      } while try next(in: .object)
      return .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      guard try enter(.array) else { return .array([]) }
      repeat { elements.append(try value()) } while try next(in: .array)
      return .array(elements)
    case UInt8(ascii: "\""):
      var text: [UInt8] = []
      try string(into: &text)
      return .string(text)
    case let first:
      let (kind, range) = try passValue()
      switch kind {
      case .null: return .null
      case .boolean: return .bool(first == UInt8(ascii: "t"))
      default:
        guard let number = Double(String(decoding: bytes[range], as: UTF8.self)) else {
          throw error(.digit, from: range.lowerBound)
        }
        return .number(number)
      }
    }
  }

  private mutating func member() throws(JSONError) -> JSONValue.Member {
    var key: [UInt8] = []
    try self.key(into: &key)
    return JSONValue.Member(key: key, value: try value())
  }
}
