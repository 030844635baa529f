#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Every tensor of a checkpoint, whether it lies in one file or in several.
public struct TensorCollection: Sendable {
  /// What `init` was given.
  public let path: String
  /// One file, or the shards in the order in which the index first names them.
  public let files: [SafetensorsFile]
  /// File after file, in the order of their data.
  public let tensors: [StoredTensor]

  private let indices: [ByteExactName: Int]

  /// Opens a `.safetensors` file; or a folder with `model.safetensors`, or else with
  /// `model.safetensors.index.json` and the shards it names, as Hugging Face lays them out.
  ///
  /// Every entry of the index is checked. A shard may hold tensors that the index leaves out.
  ///
  /// - Throws: `ModelFileError`: anything that `SafetensorsFile` throws; `.noCheckpoint`,
  ///   `.missingShard`, `.shardOutsideFolder`, `.missingTensor` for a tensor that is not in its
  ///   shard, `.duplicateTensor` for one in two shards.
  public init(path: String) throws(ModelFileError) {
    let files = try Self.open(path)
    var tensors: [StoredTensor] = []
    var indices: [ByteExactName: Int] = [:]
    for tensor in files.flatMap(\.tensors) {
      if let other = indices.updateValue(tensors.count, forKey: ByteExactName(tensor.name)) {
        throw .duplicateTensor(tensor.name, files: [tensors[other].file, tensor.file])
      }
      tensors.append(tensor)
    }
    self.path = path
    self.files = files
    self.tensors = tensors
    self.indices = indices
  }

  /// The tensor of exactly this name, byte for byte.
  public subscript(name: String) -> StoredTensor? {
    indices[ByteExactName(name)].map { tensors[$0] }
  }

  /// - Throws: `ModelFileError.missingTensor`.
  public func tensor(_ name: String) throws(ModelFileError) -> StoredTensor {
    guard let tensor = self[name] else { throw .missingTensor(name, file: path) }
    return tensor
  }

  private static func open(_ path: String) throws(ModelFileError) -> [SafetensorsFile] {
    guard isFolder(path) else { return [try SafetensorsFile(path: path)] }
    let prefix = path.utf8.last == UInt8(ascii: "/") ? path : path + "/"
    let single = prefix + "model.safetensors"
    let index = single + ".index.json"
    if exists(single) { return [try SafetensorsFile(path: single)] }
    guard exists(index) else { throw .noCheckpoint(folder: path) }
    return try openShards(of: ShardIndex(path: index), prefix: prefix)
  }

  private static func openShards(
    of index: ShardIndex, prefix: String
  ) throws(ModelFileError) -> [SafetensorsFile] {
    var files: [SafetensorsFile] = []
    var places: [ByteExactName: Int] = [:]
    for shard in index.shards {
      guard exists(prefix + shard) else { throw .missingShard(shard, index: index.path) }
      places[ByteExactName(shard)] = files.count
      files.append(try SafetensorsFile(path: prefix + shard))
    }
    for (tensor, shard) in index.weightMap {
      guard let place = places[ByteExactName(shard)] else { continue }
      _ = try files[place].tensor(tensor)
    }
    return files
  }

  private static func exists(_ path: String) -> Bool {
    var status = stat()
    // A link to nothing exists: opening it then says what is wrong.
    return lstat(path, &status) == 0 || errno != ENOENT
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
