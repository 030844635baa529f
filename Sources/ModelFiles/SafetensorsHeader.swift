/// The header of a safetensors file: which tensors it holds, and where.
///
/// Eight bytes of length N, little endian; N bytes of JSON,
/// `{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...}` with an optional
/// `"__metadata__"` of strings; then the data, which the tensors fill without gap or overlap.
///
/// Source: the safetensors README, section "Format", and its reader `tensor.rs`.
struct SafetensorsHeader {
  struct Entry {
    let name: String
    let type: ElementType
    let shape: [Int]
    /// From the beginning of the data.
    let bytes: Range<Int>
  }

  /// The limit of the reference reader. It bounds the memory that a hostile file can claim.
  static let longestHeader = 100_000_000

  let metadata: [String: String]
  /// In the order of their data.
  private(set) var entries: [Entry] = []
  /// Where the data begin in the file.
  let dataOffset: Int

  private let file: String

  init(_ bytes: UnsafeRawBufferPointer, file: String) throws(ModelFileError) {
    self.file = file
    guard bytes.count >= 8 else {
      throw .malformed(
        file: file, place: .byte(0), expected: "8 bytes of header length",
        found: "\(bytes.count) bytes")
    }
    let length = bytes.loadUnaligned(as: UInt64.self)
    guard length <= Self.longestHeader else {
      throw .malformed(
        file: file, place: .byte(0),
        expected: "a safetensors header of at most \(Self.longestHeader) bytes", found: "\(length)")
    }
    guard length <= bytes.count - 8 else {
      throw .malformed(
        file: file, place: .byte(0), expected: "a header length within the file",
        found: "\(length) bytes of header and \(bytes.count - 8) bytes after the length")
    }
    dataOffset = 8 + Int(length)
    let json = Array(bytes[8..<dataOffset])
    let contents: SafetensorsJSON
    do {
      contents = try SafetensorsJSON(json)
    } catch {
      throw ModelFileError(error, in: json, firstByte: 8, file: file)
    }
    metadata = contents.metadata
    var names: Set<ByteExactName> = []
    for key in contents.keys where !names.insert(ByteExactName(key)).inserted {
      throw .duplicateTensor(key, files: [file, file])
    }
    for tensor in contents.tensors { entries.append(try entry(tensor)) }
    try checkLayout(dataCount: bytes.count - dataOffset)
  }

  private func entry(_ tensor: SafetensorsJSON.Tensor) throws(ModelFileError) -> Entry {
    let name = tensor.name
    guard let typeName = tensor.type, let shape = tensor.shape, let offsets = tensor.offsets else {
      throw malformed(
        name, "'dtype', 'shape' and 'data_offsets'",
        "no "
          + (tensor.type == nil ? "'dtype'" : tensor.shape == nil ? "'shape'" : "'data_offsets'"))
    }
    guard let type = ElementType(rawValue: typeName) else {
      throw .unknownElementType(typeName, tensor: name, file: file)
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw malformed(name, "data_offsets [begin, end] with begin <= end", "\(offsets)")
    }
    guard let byteCount = type.byteCount(ofShape: shape) else {
      throw malformed(name, "a size below 2^63 bytes", "shape \(shape) of \(typeName)")
    }
    guard byteCount == offsets[1] - offsets[0] else {
      throw malformed(
        name, "\(byteCount) bytes for shape \(shape) of \(typeName)",
        "\(offsets[1] - offsets[0]) bytes between data_offsets")
    }
    return Entry(name: name, type: type, shape: shape, bytes: offsets[0]..<offsets[1])
  }

  /// Sorts the entries by place, and makes sure that they fill the data without gap or overlap.
  private mutating func checkLayout(dataCount: Int) throws(ModelFileError) {
    // An empty tensor lies before the one that begins where it does; `sort` keeps equals in order.
    entries.sort {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
    var end = 0
    for entry in entries {
      guard entry.bytes.lowerBound == end else {
        throw malformed(
          entry.name, "data from offset \(end), where the tensor before it ends",
          "offset \(entry.bytes.lowerBound)")
      }
      end = entry.bytes.upperBound
    }
    guard end == dataCount else {
      throw .malformed(
        file: file, place: .byte(dataOffset), expected: "\(end) bytes of tensor data",
        found: "\(dataCount)")
    }
  }

  private func malformed(_ tensor: String, _ expected: String, _ found: String) -> ModelFileError {
    .malformed(file: file, place: .tensor(tensor), expected: expected, found: found)
  }
}
