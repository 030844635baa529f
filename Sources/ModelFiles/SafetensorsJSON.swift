import StrictJSON

/// What stands in the JSON text of a safetensors header, before it is asked for its sense.
struct SafetensorsJSON {
  struct Tensor {
    let name: String
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
  }

  static let metadataKey = "__metadata__"

  /// All keys in their order, repeated ones too.
  private(set) var keys: [String] = []
  private(set) var metadata: [String: String] = [:]
  private(set) var tensors: [Tensor] = []

  init(_ json: [UInt8]) throws(JSONError) {
    var scanner = JSONScanner(json)
    if try scanner.enter(.object) {
      repeat {
        let key: String = try scanner.key()
        keys.append(key)
        if key == Self.metadataKey {
          try readMetadata(&scanner)
        } else {
          tensors.append(try Self.tensor(key, &scanner))
        }
      } while try scanner.next(in: .object)
    }
    try scanner.expectEnd()
  }

  private mutating func readMetadata(_ scanner: inout JSONScanner) throws(JSONError) {
    guard try scanner.enter(.object) else { return }
    repeat {
      let key = try scanner.key()
      guard metadata[key] == nil else {
        throw scanner.error(.other("each metadata key once, but \(key.quoted) is repeated"))
      }
      metadata[key] = try scanner.text(expecting: .other("a metadata value in quotes"))
    } while try scanner.next(in: .object)
  }

  private static func tensor(
    _ name: String, _ scanner: inout JSONScanner
  ) throws(JSONError) -> Tensor {
    var tensor = Tensor(name: name)
    guard try scanner.enter(.object) else { return tensor }
    repeat {
      let key = try scanner.key()
      switch key {
      case "dtype" where tensor.type == nil: tensor.type = try scanner.text()
      case "shape" where tensor.shape == nil: tensor.shape = try sizes(&scanner)
      case "data_offsets" where tensor.offsets == nil: tensor.offsets = try sizes(&scanner)
      default:
        throw scanner.error(
          .other(
            "'dtype', 'shape' and 'data_offsets' once each in tensor \(name.quoted), "
              + "but there is \(key.quoted)"))
      }
    } while try scanner.next(in: .object)
    return tensor
  }

  /// Integers from 0 to `Int.max`, without sign, fraction or exponent.
  private static func sizes(_ scanner: inout JSONScanner) throws(JSONError) -> [Int] {
    var sizes: [Int] = []
    guard try scanner.enter(.array) else { return sizes }
    repeat {
      let sign = scanner.peek()
      let start = scanner.position
      let size = try scanner.integer()
      guard sign != UInt8(ascii: "-"), !isFraction(scanner.bytes[scanner.position...]) else {
        throw JSONError(expected: .wholeNumber, start: start, position: start)
      }
      sizes.append(size)
    } while try scanner.next(in: .array)
    return sizes
  }

  /// Whether a number goes on with `rest` where its whole part ends.
  private static func isFraction(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let byte = rest.first else { return false }
    return byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
  }
}
