/// A strict reader of JSON (RFC 8259), from the front of a text to its end.
///
/// It is asked for one thing after the other and builds no tree. Its user so sees repeated keys,
/// which tree builders hide, knows where everything stands, and pays only for what it keeps:
///
///     if try scanner.enter(.object) {
///       repeat {
///         let key = try scanner.key()
///         ...  // read the value
///       } while try scanner.next(in: .object)
///     }
///     try scanner.expectEnd()
package struct JSONScanner {
  package enum Container: Equatable {
    case object, array

    var opening: UInt8 { self == .object ? UInt8(ascii: "{") : UInt8(ascii: "[") }
    var closing: UInt8 { self == .object ? UInt8(ascii: "}") : UInt8(ascii: "]") }
  }

  package let bytes: [UInt8]
  /// The index in `bytes` of the next byte to read.
  package internal(set) var position: Int
  /// Where the text ends in `bytes`.
  let end: Int
  private var depth = 0
  private let deepestNesting: Int

  /// - Parameters:
  ///   - range: where the text lies in `bytes`; all of them when it is nil.
  ///   - deepestNesting: how many arrays and objects may lie inside each other, so that no text can
  ///     exhaust the stack.
  package init(_ bytes: [UInt8], range: Range<Int>? = nil, deepestNesting: Int = 64) {
    self.bytes = bytes
    self.deepestNesting = deepestNesting
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  /// The next byte that is not white space, where `position` then is.
  package mutating func peek() -> UInt8? {
    while position < end {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case let byte: return byte
      }
    }
    return nil
  }

  /// Steps into an array or object.
  ///
  /// - Returns: false if it is empty, and then it has been left again.
  package mutating func enter(_ container: Container) throws(JSONError) -> Bool {
    guard peek() == container.opening else {
      throw error(container == .object ? .object : .array)
    }
    guard depth < deepestNesting else { throw error(.nesting(deepestNesting)) }
    position += 1
    if skip(container.closing) { return false }
    depth += 1
    return true
  }

  /// Steps over the comma to the next element, or out of the array or object.
  package mutating func next(in container: Container) throws(JSONError) -> Bool {
    if skip(UInt8(ascii: ",")) { return true }
    guard skip(container.closing) else { throw error(.next(container)) }
    depth -= 1
    return false
  }

  /// Nothing but white space may be left.
  package mutating func expectEnd() throws(JSONError) {
    if peek() != nil { throw error(.end) }
  }

  /// An error about what stands at `position`.
  ///
  /// - Parameter start: where the thing begins that is not finished, if that is before.
  package func error(_ expected: JSONError.Expected, from start: Int? = nil) -> JSONError {
    JSONError(expected: expected, start: start ?? position, position: position)
  }

  /// Steps over `byte` if it comes next.
  mutating func skip(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }
}
