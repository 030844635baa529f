import Files
import Foundation

/// The folder of a sweep, kept from other processes while this object lives.
///
/// `sweep.json` is written before the first trial and whenever one begins or ends, whole or not at all.
public final class SweepFolder {
  public let path: String
  public private(set) var record: SweepRecord
  private let lock: RunLock

  /// Begins a sweep.
  ///
  /// - Throws: `SweepError.holdsSweep`, `.isActive`, `ModelFolderError.outputExists`, `KitError.outputHoldsRun`.
  public init(_ record: SweepRecord, at folder: String) throws {
    path = absolutePath(folder)
    self.record = record
    guard !Self.hasSweep(path) else { throw SweepError.holdsSweep(path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    lock = try Self.locked(path) { try RunLock(claiming: $0) }
    try write()
  }

  /// Goes on with a sweep.
  ///
  /// - Throws: `SweepError.noSweep`, `.unreadable`, `.isActive`.
  public init(resuming folder: String) throws {
    path = absolutePath(folder)
    guard Self.hasSweep(path) else { throw SweepError.noSweep(folder) }
    lock = try Self.locked(path) { try RunLock(lockFileIn: $0) }
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: Self.recordPath(in: path)))
      record = try JSONDecoder().decode(SweepRecord.self, from: data)
    } catch {
      throw SweepError.unreadable(Self.recordPath(in: path))
    }
    guard record.isSound else { throw SweepError.unreadable(Self.recordPath(in: path)) }
  }

  public static func hasSweep(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: recordPath(in: folder))
  }

  public var recordPath: String { Self.recordPath(in: path) }

  /// Changes what is known of the sweep, here and on disk.
  public func update(_ change: (inout SweepRecord) throws -> Void) throws {
    try change(&record)
    try write()
  }

  private func write() throws { try AtomicFile.write(json: record, to: recordPath) }

  private static func recordPath(in folder: String) -> String { folder + "/sweep.json" }

  private static func locked(
    _ folder: String, _ lock: (String) throws -> RunLock
  ) throws -> RunLock {
    do {
      return try lock(folder)
    } catch KitError.runIsActive {
      throw SweepError.isActive(folder)
    }
  }
}

extension SweepRecord {
  /// Whether a record that was read is one that could have been written.
  fileprivate var isSound: Bool {
    rungs > 0 && rungs < Int.bitWidth && !trials.isEmpty
      && trials.enumerated().allSatisfy { place, trial in
        trial.number == place + 1 && trial.runs.count <= rungs && trial.epochs > 0
          && trial.runs.allSatisfy { !$0.folder.contains("/") && !$0.folder.hasPrefix(".") }
      } && best.map { 1...trials.count ~= $0 } ?? true
  }
}
