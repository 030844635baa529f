import Files
import Foundation
import GPT2
import GPT2Kernels
import ModelFiles

/// What frozen parts made of messages, kept in files from one run to the next.
///
/// A file holds some messages of one model, and never changes once it has appeared: several processes may
/// read and add at the same time, and what two of them add twice only costs room. Messages are named by a
/// digest of their tokens, and each has a digest of its features, which is checked before they are used.
/// Hidden states say much about a text, so the folder is closed to other users.
public struct FeatureCache: Sendable {
  public let folder: String
  /// Bytes that the files may take; the least recently used ones go first.
  public let limit: Int

  public init(folder: String, limit: Int = 4 << 30) {
    self.folder = folder
    self.limit = limit
  }

  /// Features that are there, by message; those that are damaged are not.
  ///
  /// - Parameters:
  ///   - messages: Token ids.
  ///   - model: Names everything that the features depend on apart from the tokens.
  ///   - width: Columns of the features.
  ///   - rows: Rows of a message's features.
  public func features(
    of messages: [[Int32]], model: String, width: Int, rows rowCount: ([Int32]) -> Int
  ) -> [[Int32]: Matrix] {
    var found: [[Int32]: Matrix] = [:]
    var wanted = Dictionary(
      messages.map { (FeatureFile.key(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    for path in files(of: model) where !wanted.isEmpty {
      let opened: FeatureFile?
      do {
        opened = try FeatureFile(path: path, model: model)
      } catch {
        continue
      }
      guard let file = opened else {
        // Of no use to anyone.
        try? FileManager.default.removeItem(atPath: path)
        continue
      }
      let (features, isDamaged) = file.verifiedFeatures { wanted[$0] != nil }
      for (key, rows) in features {
        guard let message = wanted[key], rows.columns == width, rows.rows == rowCount(message)
        else { continue }
        wanted[key] = nil
        found[message] = rows
      }
      // Its sound parts stay mapped, and what is missing will be computed anew.
      if isDamaged { try? FileManager.default.removeItem(atPath: path) }
      if !features.isEmpty { markUsed(path) }
    }
    return found
  }

  /// Adds features, and makes room for them first.
  ///
  /// - Parameters:
  ///   - features: A matrix for each of the messages, all of one width.
  /// - Returns: The same features, mapped from the file, so that they need not stay in memory.
  /// - Throws: `FeatureCacheError`; what writing a file throws.
  public func keep(_ features: [Matrix], of messages: [[Int32]], model: String) throws -> [Matrix] {
    precondition(features.count == messages.count, "\(features.count) for \(messages.count)")
    let path = folder(of: model) + "/" + FeatureFile.name(for: messages)
    do {
      try FileManager.default.createDirectory(
        atPath: folder(of: model), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw FeatureCacheError.unusable(folder: folder, reason: error.localizedDescription)
    }
    try makeRoom(for: features.reduce(0) { $0 + 4 * $1.count })
    try FeatureFile.write(features, of: messages, model: model, to: path)
    return try FeatureFile(path: path, model: model)?.allFeatures ?? features
  }

  private func folder(of model: String) -> String { folder + "/" + String(model.prefix(32)) }

  private func files(of model: String) -> [String] {
    let folder = folder(of: model)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(FeatureFile.suffix) }.sorted().map { folder + "/" + $0 }
  }

  private func markUsed(_ path: String) {
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
  }

  /// Removes the least recently used files until `bytes` more are within the limit.
  private func makeRoom(for bytes: Int) throws {
    let space = try FileManager.default.attributesOfFileSystem(forPath: folder)
    // A full disk would hurt others more than a second pass through the model.
    guard bytes <= limit, let free = space[.systemFreeSize] as? Int, bytes < free / 2 else {
      throw FeatureCacheError.noRoom(folder: folder, bytes: bytes)
    }
    removeAbandoned()
    var files = try allFiles().sorted { $0.used < $1.used }[...]
    var total = files.reduce(0) { $0 + $1.bytes }
    while total + bytes > limit, let oldest = files.popFirst() {
      // Another process may have removed it; one that has it mapped keeps it.
      try? FileManager.default.removeItem(atPath: oldest.path)
      total -= oldest.bytes
    }
  }

  /// Removes what writers that were killed have left behind: no living one takes an hour.
  private func removeAbandoned() {
    let manager = FileManager.default
    for name in (try? manager.subpathsOfDirectory(atPath: folder)) ?? []
    where name.hasSuffix(".partial") {
      let path = folder + "/" + name
      guard let written = try? manager.attributesOfItem(atPath: path)[.modificationDate] as? Date,
        written < Date(timeIntervalSinceNow: -3600)
      else { continue }
      try? manager.removeItem(atPath: path)
    }
  }

  private func allFiles() throws -> [(path: String, bytes: Int, used: Date)] {
    let manager = FileManager.default
    return try manager.contentsOfDirectory(atPath: folder).flatMap { model in
      files(of: model).compactMap { path in
        guard let attributes = try? manager.attributesOfItem(atPath: path),
          let bytes = attributes[.size] as? Int, let used = attributes[.modificationDate] as? Date
        else { return nil }
        return (path, bytes, used)
      }
    }
  }
}

/// Why features were not kept.
public enum FeatureCacheError: Error, Equatable, CustomStringConvertible {
  case noRoom(folder: String, bytes: Int)
  case unusable(folder: String, reason: String)

  public var description: String {
    switch self {
    case .noRoom(let folder, let bytes):
      "\(folder): no room for \(bytes >> 20) MiB"
    case .unusable(let folder, let reason): "\(folder): \(reason)"
    }
  }
}

extension FeatureCacheError: ReportableError {
  package var exitClass: ExitClass { .failure }
}
