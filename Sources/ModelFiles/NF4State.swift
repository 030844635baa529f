import StrictJSON

/// The JSON text that bitsandbytes stores beside 4-bit weights, with what fits no tensor.
///
/// Source: `QuantState.as_dict` of bitsandbytes.
struct NF4State {
  var type = "nf4"
  var blockSize = 64
  /// Of the transposed matrix.
  var shape: [Int]
  /// Of scales that are quantised in their turn.
  var nested: (blockSize: Int, offset: Float)?

  /// More than any state needs.
  static let longest = 1 << 12

  init(shape: [Int], blockSize: Int, nested: (blockSize: Int, offset: Float)?) {
    (self.shape, self.blockSize, self.nested) = (shape, blockSize, nested)
  }

  /// - Throws: `ModelFileError` for text that is no JSON object, or lacks a field.
  init(_ tensor: StoredTensor) throws(ModelFileError) {
    guard tensor.byteCount <= Self.longest else {
      throw tensor.malformed("at most \(Self.longest) bytes of JSON", "\(tensor.byteCount)")
    }
    let json = tensor.withUnsafeBytes { Array($0) }
    let fields: JSONValue
    do {
      var scanner = JSONScanner(json)
      fields = try scanner.value()
      try scanner.expectEnd()
    } catch {
      throw ModelFileError(error, in: json, firstByte: tensor.byteOffset, file: tensor.file)
    }
    guard case .object = fields else { throw tensor.malformed("a JSON object", "another value") }
    guard case .string(let type) = fields["quant_type"] else {
      throw tensor.malformed("'quant_type' in quotes", "none")
    }
    self.type = String(decoding: type, as: UTF8.self)
    guard let blockSize = Self.size(fields["blocksize"]) else {
      throw tensor.malformed("a whole number as 'blocksize'", "none")
    }
    self.blockSize = blockSize
    guard case .array(let elements) = fields["shape"] else {
      throw tensor.malformed("an array as 'shape'", "none")
    }
    shape = elements.compactMap(Self.size)
    guard shape.count == elements.count else {
      throw tensor.malformed("whole numbers in 'shape'", "something else")
    }
    guard fields["nested_blocksize"] != .null || fields["nested_offset"] != .null else { return }
    guard let size = Self.size(fields["nested_blocksize"]) else {
      throw tensor.malformed("a whole number as 'nested_blocksize'", "none")
    }
    guard case .number(let offset) = fields["nested_offset"], Float(offset).isFinite else {
      throw tensor.malformed("a finite number as 'nested_offset'", "none")
    }
    nested = (size, Float(offset))
  }

  /// As Python's `json.dumps` writes it.
  var json: String {
    var fields = [
      #""quant_type": "\#(type)""#, #""blocksize": \#(blockSize)"#, #""dtype": "float32""#,
      #""shape": [\#(shape.map(String.init).joined(separator: ", "))]"#,
    ]
    if let nested {
      fields += [
        #""nested_blocksize": \#(nested.blockSize)"#, #""nested_dtype": "float32""#,
        // Python holds the number in double precision, and prints all of that.
        #""nested_offset": \#(Double(nested.offset))"#,
      ]
    }
    return "{\(fields.joined(separator: ", "))}"
  }

  private static func size(_ value: JSONValue) -> Int? {
    guard case .number(let number) = value else { return nil }
    return Int(exactly: number).flatMap { $0 >= 0 ? $0 : nil }
  }
}
