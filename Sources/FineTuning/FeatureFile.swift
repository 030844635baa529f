import Files
import Foundation
import GPT2Kernels
import ModelFiles

/// One file of a `FeatureCache`: safetensors with `keys` and `digests`, 64 hexadecimal digits per message,
/// `counts`, the rows of each, and `rows` themselves, message after message.
struct FeatureFile {
  static let suffix = ".safetensors"
  private static let digits = 64

  private let keys: [String]
  private let digests: [String]
  /// Where each message's rows begin; one more than there are messages.
  private let offsets: [Int]
  private let rows: Matrix

  /// What names a message: the SHA-256 of its token ids.
  static func key(of message: [Int32]) -> String {
    message.withUnsafeBytes { SHA256Sum.of($0) }
  }

  /// The same messages have the same name, so that what two processes compute at a time is kept once.
  static func name(for messages: [[Int32]]) -> String {
    SHA256Sum.of(messages.map(key).joined(separator: "\n")).prefix(32) + suffix
  }

  /// Nil for a file that is damaged, or of another model.
  ///
  /// - Throws: `ModelFileError.unreadable` for one that cannot be opened now.
  init?(path: String, model: String) throws(ModelFileError) {
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile(path: path)
    } catch {
      if case .unreadable = error { throw error }
      return nil
    }
    guard file.metadata["model"] == model,
      let keys = file["keys"], let digests = file["digests"], let counts = file["counts"],
      let rows = file["rows"], rows.shape.count == 2, counts.type == .int32,
      let index = file.metadata["sha256"]
    else { return nil }
    self.keys = Self.texts(keys)
    self.digests = Self.texts(digests)
    let lengths = counts.withUnsafeBytes { bytes in
      (0..<counts.elementCount).map {
        Int(bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self))
      }
    }
    guard Self.digest(self.keys, self.digests, lengths) == index,
      self.keys.count == lengths.count, self.digests.count == lengths.count,
      lengths.allSatisfy({ $0 >= 0 }), lengths.reduce(0, +) == rows.shape[0],
      let matrix = try? rows.matrix(rows: rows.shape[0], columns: rows.shape[1])
    else { return nil }
    offsets = lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    self.rows = matrix
  }

  /// The features of the messages that are wanted, as far as they are what was once written.
  func verifiedFeatures(
    _ isWanted: (String) -> Bool
  ) -> (features: [(key: String, rows: Matrix)], isDamaged: Bool) {
    let wanted = keys.indices.filter { isWanted(keys[$0]) }
    var isSound = [Bool](repeating: false, count: wanted.count)
    isSound.withUnsafeMutableBufferPointer { isSound in
      // Safe: each call writes its own element.
      nonisolated(unsafe) let isSound = isSound
      Parallel.forEach(wanted.count) { position in
        let index = wanted[position]
        isSound[position] = Self.digest(of: features(at: index)) == digests[index]
      }
    }
    let sound = zip(wanted, isSound).filter(\.1).map(\.0)
    return (
      sound.map { (keys[$0], features(at: $0)) }, sound.count < wanted.count
    )
  }

  /// The features of all messages, unverified.
  var allFeatures: [Matrix] { keys.indices.map(features(at:)) }

  private func features(at index: Int) -> Matrix { rows.rows(offsets[index]..<offsets[index + 1]) }

  static func write(
    _ features: [Matrix], of messages: [[Int32]], model: String, to path: String
  ) throws {
    let keys = messages.map(key)
    let counts = features.map(\.rows)
    var digests = [String](repeating: "", count: features.count)
    digests.withUnsafeMutableBufferPointer { digests in
      // Safe: each call writes its own element.
      nonisolated(unsafe) let digests = digests
      Parallel.forEach(features.count) { digests[$0] = digest(of: features[$0]) }
    }
    let lengths = counts.map(Int32.init)
    try SafetensorsWriter.write(
      [
        texts("keys", keys), texts("digests", digests),
        TensorToWrite(name: "counts", shape: [counts.count], type: .int32) { consume in
          try lengths.withUnsafeBytes(consume)
        },
        TensorToWrite(
          name: "rows", shape: [counts.reduce(0, +), features.first?.columns ?? 0]
        ) { consume in
          for part in features { try part.withUnsafeBufferPointer(consume) }
        },
      ],
      metadata: ["format": "pt", "model": model, "sha256": digest(keys, digests, counts)], to: path)
  }

  private static func texts(_ name: String, _ values: [String]) -> TensorToWrite {
    let bytes = Array(values.joined().utf8)
    return TensorToWrite(name: name, shape: [values.count, digits], type: .uint8) { consume in
      try bytes.withUnsafeBytes(consume)
    }
  }

  private static func texts(_ tensor: StoredTensor) -> [String] {
    tensor.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - bytes.count % digits, by: digits).map {
        String(decoding: bytes[$0..<$0 + digits], as: UTF8.self)
      }
    }
  }

  private static func digest(_ keys: [String], _ digests: [String], _ counts: [Int]) -> String {
    SHA256Sum.of((keys + digests + counts.map(String.init)).joined(separator: "\n"))
  }

  private static func digest(of features: Matrix) -> String {
    features.withUnsafeBufferPointer { SHA256Sum.of(UnsafeRawBufferPointer($0)) }
  }
}
