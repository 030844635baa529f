import Files
import Foundation
import GPT2
import GPT2Kernels
import ModelFiles

/// A tensor that a checkpoint must hold.
struct CheckpointTensor {
  let name: String
  let shape: [Int]
  let value: Matrix
}

/// The checkpoints of one run: safetensors files, named by step, that appear whole or not at all.
///
/// A file's metadata hold the progress and a SHA-256 over progress and tensors, so that damage on
/// the disk is noticed before training continues from it.
public struct CheckpointFolder: Sendable {
  public let path: String
  /// How many of the newest checkpoints stay.
  static let keptCount = 2

  public init(path: String) {
    self.path = path
  }

  public func path(ofStep step: Int) -> String {
    let digits = String(step)
    return path + "/step-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
      + ".safetensors"
  }

  /// Writes the state of a run after a step, then removes checkpoints that it makes superfluous.
  ///
  /// The data's order and all random numbers follow from the settings and the step, so that
  /// counters, weights and moments are all there is to remember.
  ///
  /// - Parameter progress: Counters and results; encodes an integer `step`.
  func save(
    step: Int, progress: some Encodable, tensors: [CheckpointTensor]
  ) throws -> FileDigest {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(progress), as: UTF8.self)
    var hash = CheckpointHash(progress: text)
    for tensor in tensors {
      tensor.value.withUnsafeBufferPointer { hash.add(tensor.name, UnsafeRawBufferPointer($0)) }
    }
    let digest = try SafetensorsWriter.write(
      tensors.map { tensor in
        TensorToWrite(name: tensor.name, shape: tensor.shape) { consume in
          try tensor.value.withUnsafeBufferPointer(consume)
        }
      },
      metadata: ["format": "pt", "progress": text, "sha256": hash.digest],
      to: path(ofStep: step))
    removeSuperfluous()
    return digest
  }

  /// Removes all but the newest checkpoints.
  public func removeSuperfluous() {
    for old in all().dropLast(Self.keptCount) {
      try? FileManager.default.removeItem(atPath: old)
    }
  }

  /// Removes all checkpoints.
  public func removeAll() throws {
    for file in all() { try FileManager.default.removeItem(atPath: file) }
  }

  /// Paths of all checkpoints, oldest first.
  public func all() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasPrefix("step-") && $0.hasSuffix(".safetensors") }
      .sorted().map { path + "/" + $0 }
  }

  /// Opens the newest checkpoint, nil when there is none.
  ///
  /// - Throws: `TrainingError.unreadableCheckpoint` when it is damaged.
  public func newest() throws -> CheckpointFile? {
    try all().last.map(CheckpointFile.init(path:))
  }
}

/// A checkpoint on disk, verified.
public struct CheckpointFile {
  public let path: String
  /// The step after which it was written.
  public let step: Int
  private let progressText: String
  private let file: SafetensorsFile

  private struct Counter: Decodable {
    let step: Int
  }

  init(path: String) throws {
    do {
      file = try SafetensorsFile(path: path)
    } catch {
      if case .unreadable(.system) = error { throw error }
      throw TrainingError.unreadableCheckpoint(file: path, reason: "it is damaged or cut short")
    }
    self.path = path
    guard let text = file.metadata["progress"], let expected = file.metadata["sha256"],
      let counter = try? JSONDecoder().decode(Counter.self, from: Data(text.utf8))
    else {
      throw TrainingError.unreadableCheckpoint(file: path, reason: "it holds no training state")
    }
    progressText = text
    step = counter.step
    var hash = CheckpointHash(progress: text)
    for tensor in file.tensors {
      tensor.withUnsafeBytes { hash.add(tensor.name, $0) }
    }
    guard hash.digest == expected else {
      throw TrainingError.unreadableCheckpoint(
        file: path, reason: "its contents do not match their SHA-256")
    }
  }

  /// The counters and results.
  func progress<Progress: Decodable>(as type: Progress.Type) throws -> Progress {
    guard let progress = try? JSONDecoder().decode(type, from: Data(progressText.utf8)) else {
      throw TrainingError.foreignCheckpoint(
        file: path, reason: "its state is of another kind of training")
    }
    return progress
  }

  /// Copies everything the checkpoint holds into the tensors of a run, which must be the same ones.
  func load(into tensors: [CheckpointTensor]) throws {
    guard file.tensors.count == tensors.count else {
      throw TrainingError.foreignCheckpoint(
        file: path,
        reason: "it holds \(file.tensors.count) tensors, not the \(tensors.count) of this run")
    }
    for tensor in tensors { try load(tensor) }
  }

  private func load(_ tensor: CheckpointTensor) throws {
    guard let stored = file[tensor.name], stored.shape == tensor.shape else {
      throw TrainingError.foreignCheckpoint(
        file: path, reason: "it holds no '\(tensor.name)' of shape \(tensor.shape)")
    }
    try tensor.value.withUnsafeMutableBufferPointer { (buffer) throws(ModelFileError) in
      try stored.copyFloats(into: buffer)
    }
  }
}

/// SHA-256 over the progress and the digests of all tensors, in any order of tensors.
private struct CheckpointHash {
  private let progress: String
  private var lines: [String] = []

  init(progress: String) {
    self.progress = progress
  }

  mutating func add(_ name: String, _ bytes: UnsafeRawBufferPointer) {
    lines.append(name + " " + SHA256Sum.of(bytes))
  }

  var digest: String {
    SHA256Sum.of(([progress] + lines.sorted()).joined(separator: "\n"))
  }
}

/// What a run tells of a checkpoint.
public enum CheckpointEvent: Sendable {
  /// It is about to be written: what must not be newer than it has to be safe now.
  case saving
  /// It is on disk.
  case saved(step: Int, path: String, sha256: String, byteCount: Int)
}

extension CheckpointFolder {
  /// Saves the state of a run after a step, telling before and after.
  ///
  /// - Returns: Whether both reports were answered with true: to go on.
  func save(
    step: Int, progress: some Encodable, tensors: [CheckpointTensor],
    report: (CheckpointEvent) throws -> Bool
  ) throws -> Bool {
    let goesOn = try report(.saving)
    let digest = try save(step: step, progress: progress, tensors: tensors)
    return try report(
      .saved(
        step: step, path: path(ofStep: step), sha256: digest.sha256, byteCount: digest.byteCount))
      && goesOn
  }
}
