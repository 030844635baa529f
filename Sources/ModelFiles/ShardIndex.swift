import Files
import StrictJSON

/// The `model.safetensors.index.json` of a checkpoint in several files: which tensor lies in which.
///
/// Source: Hugging Face Transformers, `PreTrainedModel.save_pretrained`.
struct ShardIndex {
  let path: String
  /// Tensor and the name of its file, in the order of the index.
  let weightMap: [(tensor: String, shard: String)]

  /// - Throws: `ModelFileError` when the file is no such index, names a tensor twice, or names a
  ///   shard that is not a plain name in the folder of the index.
  init(path: String) throws(ModelFileError) {
    self.path = path
    let mapping: MappedFile
    do {
      mapping = try MappedFile(path: path)
    } catch {
      throw .unreadable(error)
    }
    guard mapping.byteCount <= SafetensorsHeader.longestHeader else {
      throw .malformed(
        file: path, place: .byte(0),
        expected: "an index of at most \(SafetensorsHeader.longestHeader) bytes",
        found: "\(mapping.byteCount)")
    }
    let json = mapping.withUnsafeBytes { Array($0) }
    do {
      weightMap = try Self.weightMap(json)
    } catch {
      throw ModelFileError(error, in: json, firstByte: 0, file: path)
    }
    var names: Set<ByteExactName> = []
    for (tensor, shard) in weightMap {
      guard Self.isPlainName(shard) else { throw .shardOutsideFolder(shard, index: path) }
      guard names.insert(ByteExactName(tensor)).inserted else {
        throw .duplicateTensor(tensor, files: [path, path])
      }
    }
  }

  /// The names of the files, each once, in the order of their first tensor.
  var shards: [String] {
    var seen: Set<ByteExactName> = []
    return weightMap.map(\.shard).filter { seen.insert(ByteExactName($0)).inserted }
  }

  private static func weightMap(
    _ json: [UInt8]
  ) throws(JSONError) -> [(tensor: String, shard: String)] {
    var scanner = JSONScanner(json)
    var weightMap: [(tensor: String, shard: String)]?
    if try scanner.enter(.object) {
      repeat {
        guard try scanner.key() == "weight_map" else {
          _ = try scanner.passValue()
          continue
        }
        guard weightMap == nil else { throw scanner.error(.other("a single 'weight_map'")) }
        var shards: [(tensor: String, shard: String)] = []
        if try scanner.enter(.object) {
          repeat {
            let tensor: String = try scanner.key()
            shards.append((tensor, try scanner.text(expecting: .other("a file name in quotes"))))
          } while try scanner.next(in: .object)
        }
        weightMap = shards
      } while try scanner.next(in: .object)
    }
    guard let weightMap else { throw scanner.error(.other("a 'weight_map' in the index")) }
    try scanner.expectEnd()
    return weightMap
  }

  private static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".."
      && !name.utf8.contains(UInt8(ascii: "/")) && !name.utf8.contains(0)
  }
}
