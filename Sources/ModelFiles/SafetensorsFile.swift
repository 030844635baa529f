import Files

/// A safetensors file, mapped into memory and checked: every tensor in it lies within the file.
public struct SafetensorsFile: Sendable {
  /// The strings under `__metadata__`, empty when there are none.
  public let metadata: [String: String]
  /// In the order of their data in the file.
  public let tensors: [StoredTensor]
  public let mapping: MappedFile

  private let indices: [ByteExactName: Int]

  /// Maps the file and reads its header; the data are not touched, so that NaN among them is
  /// found by whoever uses them.
  ///
  /// - Throws: `ModelFileError` for a file that cannot be opened, and for one that deviates from
  ///   the format in any way, repeated names included.
  public init(path: String) throws(ModelFileError) {
    let mapping: MappedFile
    do {
      mapping = try MappedFile(path: path)
    } catch {
      throw .unreadable(error)
    }
    let header = try mapping.withUnsafeBytes { (bytes) throws(ModelFileError) in
      try SafetensorsHeader(bytes, file: path)
    }
    let tensors = header.entries.map { entry in
      StoredTensor(
        name: entry.name, type: entry.type, shape: entry.shape,
        byteOffset: header.dataOffset + entry.bytes.lowerBound, byteCount: entry.bytes.count,
        mapping: mapping)
    }
    self.mapping = mapping
    self.metadata = header.metadata
    self.tensors = tensors
    indices = [ByteExactName: Int](
      uniqueKeysWithValues: tensors.indices.map { (ByteExactName(tensors[$0].name), $0) })
  }

  public var path: String { mapping.path }

  /// The tensor of exactly this name, byte for byte.
  public subscript(name: String) -> StoredTensor? {
    indices[ByteExactName(name)].map { tensors[$0] }
  }

  /// - Throws: `ModelFileError.missingTensor`.
  public func tensor(_ name: String) throws(ModelFileError) -> StoredTensor {
    guard let tensor = self[name] else { throw .missingTensor(name, file: path) }
    return tensor
  }
}

/// A name that equals another only byte for byte. `String` compares by canonical equivalence,
/// under which two different names of one file may be the same.
struct ByteExactName: Hashable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (left: ByteExactName, right: ByteExactName) -> Bool {
    left.text.utf8.count == right.text.utf8.count
      && left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension ByteExactName: Comparable {
  static func < (left: ByteExactName, right: ByteExactName) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
