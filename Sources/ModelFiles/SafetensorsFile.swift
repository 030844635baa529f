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
