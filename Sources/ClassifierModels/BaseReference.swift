import Files
import Foundation
import GPT2
import ModelFiles

/// What a saved model remembers of the base whose frozen weights it does not repeat.
public struct BaseReference: Sendable, Equatable, Codable {
  /// The base's folder, absolute.
  public var path: String
  /// The same seen from the model's folder, for when both are moved together.
  public var relativePath: String
  /// One per safetensors file, in the order of the checkpoint.
  public var files: [File]

  public struct File: Sendable, Equatable, Codable {
    public var name: String
    public var sha256: String
    /// While these are unchanged the digest is not computed again.
    public var stamp: FileStamp
  }

  static let fileName = "base.json"

  /// The digest that names the base: its file's, or that of all digests when it has several.
  public var sha256: String { SHA256Sum.joining(files.map(\.sha256)) }

  /// Computes the digests of an opened base.
  package init(_ collection: TensorCollection, folder: String) throws {
    path = absolutePath(folder)
    relativePath = ""
    files = try collection.files.map { file in
      File(
        name: URL(fileURLWithPath: file.path).lastPathComponent,
        sha256: try FileDigest.of(path: file.path).sha256, stamp: file.mapping.stamp)
    }
  }

  /// The reference as it is stored in a model's folder.
  func seen(from folder: String) -> BaseReference {
    var reference = self
    reference.relativePath = Files.relativePath(from: absolutePath(folder), to: path)
    return reference
  }

  /// Opens the base and makes sure that it is the one the model was trained on.
  ///
  /// - Parameters:
  ///   - folder: The model's folder.
  ///   - override: Where the user says that the base is now.
  func open(forModelIn folder: String, override: String?) throws -> TensorCollection {
    let candidates = override.map { [$0] } ?? [path, folder + "/" + relativePath]
    let places = candidates.filter { FileManager.default.fileExists(atPath: $0) }
    guard let first = places.first else {
      throw override.map { ModelError.unreadable(file: $0) }
        ?? ModelFolderError.missingBase(path, model: folder)
    }
    for place in places {
      let collection = try TensorCollection(path: place)
      if try matches(collection) { return collection }
    }
    throw ModelFolderError.otherBase(first, model: folder)
  }

  private func matches(_ collection: TensorCollection) throws -> Bool {
    guard collection.files.count == files.count else { return false }
    return try zip(collection.files, files).allSatisfy { found, expected in
      try found.mapping.stamp == expected.stamp
        || FileDigest.of(path: found.path).sha256 == expected.sha256
    }
  }
}
