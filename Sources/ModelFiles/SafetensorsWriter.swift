import Files
import StrictJSON

/// Writes safetensors files, whole or not at all.
public enum SafetensorsWriter {
  /// Data begin at a multiple of this many bytes: a cache line, and the widest vector register.
  private static let alignment = 64

  /// Writes `tensors` to `path` through `AtomicFile`.
  ///
  /// The file depends on the tensors only, not on their order: those whose size is a multiple of
  /// 64 bytes come first, so that each of them begins at such a multiple; then those of wider
  /// elements, so that every tensor is aligned for its type; equals are sorted by the bytes of
  /// their names.
  ///
  /// - Parameters:
  ///   - metadata: Strings for `__metadata__`. Transformers refuses files without a `format`.
  /// - Returns: Digest and size of the file.
  /// - Throws: `ModelFileError.unwritableTensor` for a name that is repeated or reserved, a shape
  ///   that is negative or too large, a provider that gives another number of elements, and a
  ///   finite element that is too large for its type; what `AtomicFile.write` throws; what a
  ///   provider throws. `path` is then untouched.
  @discardableResult
  public static func write(
    _ tensors: [TensorToWrite], metadata: [String: String] = ["format": "pt"], to path: String
  ) throws -> FileDigest {
    let items = try layOut(tensors, path: path)
    let header = try header(of: items, metadata: metadata, path: path)
    return try AtomicFile.write(to: path) { sink in
      try sink.write(header)
      for item in items { try write(item, path: path, to: &sink) }
    }
  }

  private struct Item {
    let tensor: TensorToWrite
    let name: ByteExactName
    let byteCount: Int
    /// Smaller comes earlier.
    var rank: (Int, Int, ByteExactName) {
      (byteCount.isMultiple(of: alignment) ? 0 : 1, -tensor.type.byteCount, name)
    }
  }

  private static func layOut(
    _ tensors: [TensorToWrite], path: String
  ) throws(ModelFileError) -> [Item] {
    var names: Set<ByteExactName> = []
    var total = 0
    var items: [Item] = []
    for tensor in tensors {
      let name = ByteExactName(tensor.name)
      guard name != ByteExactName(SafetensorsJSON.metadataKey) else {
        throw .unwritableTensor(tensor.name, file: path, problem: "the name is reserved")
      }
      guard names.insert(name).inserted else {
        throw .unwritableTensor(tensor.name, file: path, problem: "the name is given twice")
      }
      guard let byteCount = tensor.type.byteCount(ofShape: tensor.shape),
        case (let sum, false) = total.addingReportingOverflow(byteCount)
      else {
        throw .unwritableTensor(
          tensor.name, file: path, problem: "shape \(tensor.shape) is negative or too large")
      }
      total = sum
      items.append(Item(tensor: tensor, name: name, byteCount: byteCount))
    }
    return items.sorted { $0.rank < $1.rank }
  }

  private static func header(
    of items: [Item], metadata: [String: String], path: String
  ) throws(ModelFileError) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let strings = metadata.sorted { ByteExactName($0.key) < ByteExactName($1.key) }
        .map { "\(jsonString($0.key)):\(jsonString($0.value))" }
      members.append(
        "\(jsonString(SafetensorsJSON.metadataKey)):{\(strings.joined(separator: ","))}")
    }
    var offset = 0
    for item in items {
      let shape = item.tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(jsonString(item.tensor.name)):{\"dtype\":\"\(item.tensor.type.rawValue)\","
          + "\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(offset + item.byteCount)]}")
      offset += item.byteCount
    }
    var json = Array("{\(members.joined(separator: ","))}".utf8)
    while !(8 + json.count).isMultiple(of: alignment) { json.append(UInt8(ascii: " ")) }
    guard json.count <= SafetensorsHeader.longestHeader else {
      throw .malformed(
        file: path, place: .byte(0),
        expected: "names and metadata of at most \(SafetensorsHeader.longestHeader) bytes",
        found: "\(json.count)")
    }
    return withUnsafeBytes(of: UInt64(json.count).littleEndian, Array.init) + json
  }

  private static func jsonString(_ text: String) -> String {
    var json: [UInt8] = []
    JSONString.quote(Array(text.utf8), into: &json)
    return String(decoding: json, as: UTF8.self)
  }

  private static func write(
    _ item: Item, path: String, to sink: inout FileSink
  ) throws {
    let (tensor, start) = (item.tensor, sink.byteCount)
    func checkRoom(for byteCount: Int, after written: Int) throws(ModelFileError) {
      guard byteCount <= item.byteCount - written else {
        throw .unwritableTensor(
          tensor.name, file: path, problem: "its source gave more than shape \(tensor.shape) holds")
      }
    }
    switch tensor.source {
    case .bytes(let provide):
      try provide { bytes in
        try checkRoom(for: bytes.count, after: sink.byteCount - start)
        try sink.write(bytes)
      }
    case .floats(let provide):
      try provide { floats in
        try checkRoom(
          for: floats.count * tensor.type.byteCount, after: sink.byteCount - start)
        try write(floats, of: tensor, path: path, to: &sink)
      }
    }
    guard sink.byteCount - start == item.byteCount else {
      throw ModelFileError.unwritableTensor(
        tensor.name, file: path,
        problem: "its source gave \(sink.byteCount - start) bytes, "
          + "expected \(item.byteCount) for shape \(tensor.shape) of \(tensor.type.rawValue)")
    }
  }

  private static func write(
    _ floats: UnsafeBufferPointer<Float>, of tensor: TensorToWrite, path: String,
    to sink: inout FileSink
  ) throws {
    guard tensor.type != .float32 else { return try sink.write(UnsafeRawBufferPointer(floats)) }
    if let index = FloatConversion.firstOverflow(floats, as: tensor.type) {
      throw ModelFileError.unwritableTensor(
        tensor.name, file: path,
        problem: "the element \(floats[index]) is too large for \(tensor.type.rawValue); "
          + "choose \(ElementType.float32.rawValue)")
    }
    let pieceCount = 1 << 14
    let piece = UnsafeMutableRawBufferPointer.allocate(
      byteCount: pieceCount * tensor.type.byteCount, alignment: alignment)
    defer { piece.deallocate() }
    for start in stride(from: 0, to: floats.count, by: pieceCount) {
      let part = UnsafeBufferPointer(
        rebasing: floats[start..<min(start + pieceCount, floats.count)])
      // Safe: a part has at most `pieceCount` elements, and `piece` has room for these.
      guard let output = piece.baseAddress else { return }
      FloatConversion.convert(part, to: tensor.type, into: output)
      try sink.write(
        UnsafeRawBufferPointer(rebasing: piece[..<(part.count * tensor.type.byteCount)]))
    }
  }
}
