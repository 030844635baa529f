/// The `model.safetensors.index.json` of a checkpoint in several files: which tensor lies in which.
///
/// Source: Hugging Face Transformers, `PreTrainedModel.save_pretrained`.
struct ShardIndex {
  let path: String
  /// Tensor and the name of its file, in the order of the index.
  private(set) var weightMap: [(tensor: String, shard: String)] = []

  /// - Throws: `ModelFileError` when the file is no such index, names a tensor twice, or names a
  ///   shard that is not a plain name in the folder of the index.
  init(path: String) throws(ModelFileError) {
    self.path = path
    let mapping = try MappedFile(path: path)
    guard mapping.byteCount <= SafetensorsHeader.longestHeader else {
      throw .malformed(
        file: path, place: .byte(0),
        expected: "an index of at most \(SafetensorsHeader.longestHeader) bytes",
        found: "\(mapping.byteCount)")
    }
    try mapping.withUnsafeBytes { (bytes) throws(ModelFileError) in
      var scanner = JSONScanner(bytes, file: path, firstByte: 0)
      try read(&scanner)
    }
  }

  /// The names of the files, each once, in the order of their first tensor.
  var shards: [String] {
    var seen: Set<ByteExactName> = []
    return weightMap.map(\.shard).filter { seen.insert(ByteExactName($0)).inserted }
  }

  private mutating func read(_ scanner: inout JSONScanner) throws(ModelFileError) {
    var names: Set<ByteExactName> = []
    var hasMap = false
    try scanner.object { (scanner, key) throws(ModelFileError) in
      guard key == "weight_map" else { return try scanner.skipValue() }
      guard !hasMap else { throw scanner.unexpected("a single 'weight_map'") }
      hasMap = true
      try scanner.object { (scanner, tensor) throws(ModelFileError) in
        let shard = try scanner.string("a file name in quotes")
        guard Self.isPlainName(shard) else { throw .shardOutsideFolder(shard, index: path) }
        guard names.insert(ByteExactName(tensor)).inserted else {
          throw .duplicateTensor(tensor, files: [path, path])
        }
        weightMap.append((tensor, shard))
      }
    }
    guard hasMap else { throw scanner.unexpected("a 'weight_map' in the index") }
    try scanner.end()
  }

  private static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".."
      && !name.utf8.contains(UInt8(ascii: "/")) && !name.utf8.contains(0)
  }
}
