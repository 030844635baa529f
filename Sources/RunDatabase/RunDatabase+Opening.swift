internal import Foundation
internal import GRDB

extension RunDatabase {
  private static let patience = 30.0

  static func openForWriting(_ path: String) throws -> DatabasePool {
    try makeWritablePlace(path)
    return try retryingWhileBusy {
      if try holdsDatabase(path) {
        // Before the pool, which switches whatever file it is given to write-ahead logging.
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        _ = try queue.read { try Schema.examine($0, path: path) }
      }
      let pool = try DatabasePool(path: path, configuration: configuration)
      // GRDB sets NORMAL, with which a power failure may take the last transactions. A run that
      // resumes from a checkpoint needs the steps before it.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try migrate(pool)
      return pool
    }
  }

  static func openForReading(_ path: String) throws -> DatabaseQueue {
    guard try holdsDatabase(path) else { throw RunDatabaseError.noDatabase(path: path) }
    return try retryingWhileBusy {
      let queue: DatabaseQueue
      if isWritable(path) {
        // SQLite itself may have to write: to clear up after a process that was killed, or to
        // share the file with one that lives.
        queue = try DatabaseQueue(path: path, configuration: configuration)
      } else {
        var configuration = configuration
        configuration.readonly = true
        // Without a write-ahead log beside it nobody is writing to the file; otherwise SQLite
        // would want to make one.
        let hasLog = FileManager.default.fileExists(atPath: path + "-wal")
        let place = hasLog ? path : URL(fileURLWithPath: path).absoluteString + "?immutable=1"
        queue = try DatabaseQueue(path: place, configuration: configuration)
      }
      guard var found = try queue.read({ try Schema.examine($0, path: path) }) else {
        throw RunDatabaseError.noDatabase(path: path)
      }
      if found < Schema.version, isWritable(path) {
        _ = try openForWriting(path)
        found = try queue.read { try Schema.examine($0, path: path) } ?? found
      }
      guard found == Schema.version else {
        throw RunDatabaseError.olderSchema(path: path, found: found, needed: Schema.version)
      }
      return queue
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(patience)
    configuration.label = "RunDatabase"
    configuration.prepareDatabase { database in
      // Deleted rows may have held message texts: overwrite them with zeros.
      try database.execute(sql: "PRAGMA secure_delete = ON")
    }
    return configuration
  }

  /// Two processes that make the file at the same moment get in each other's way where SQLite
  /// does not wait: while it switches to write-ahead logging.
  private static func retryingWhileBusy<Value>(_ open: () throws -> Value) throws -> Value {
    let deadline = ContinuousClock.now + .seconds(patience)
    while true {
      do {
        return try open()
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < deadline
      {
        Thread.sleep(forTimeInterval: 0.01)
      }
    }
  }

  /// GRDB looks up what has been applied before it takes the write lock. Of two processes that
  /// make the file at the same moment, the slower then fails on the tables the faster has just
  /// made, and has to look again.
  private static func migrate(_ pool: DatabasePool) throws {
    let migrator = Schema.migrator
    var applied = try pool.read(migrator.appliedIdentifiers)
    while true {
      do {
        return try migrator.migrate(pool)
      } catch {
        let appliedSince = try pool.read(migrator.appliedIdentifiers)
        guard appliedSince.count > applied.count else { throw error }
        applied = appliedSince
      }
    }
  }

  /// Absolute paths also keep SQLite from giving a meaning of its own to "", ":memory:" and
  /// "file:…".
  static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  private static func makeWritablePlace(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: folder(of: path), withIntermediateDirectories: true)
    } catch {
      throw RunDatabaseError.unusablePath(path: path, reason: "its folder cannot be made")
    }
    guard isWritable(path) else { throw RunDatabaseError.readOnly(path: path) }
  }

  /// Whether the file, and those that SQLite puts beside it, can be written.
  private static func isWritable(_ path: String) -> Bool {
    let files = FileManager.default
    // In this order: another process may make the file in between.
    return files.isWritableFile(atPath: folder(of: path))
      && (!files.fileExists(atPath: path) || files.isWritableFile(atPath: path))
  }

  private static func folder(of path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }

  /// Whether there is a file with a database in it; an empty file is as good as none.
  private static func holdsDatabase(_ path: String) throws -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return false
    }
    guard !isFolder.boolValue else {
      throw RunDatabaseError.unusablePath(path: path, reason: "it is a folder")
    }
    // The size alone, without opening the file: closing it again would take away the locks that
    // other connections of this process hold on it. SQLite recognises what is no database, but
    // takes a file smaller than its smallest page for an empty one and would write over it.
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    guard size == 0 || size >= 512 else { throw RunDatabaseError.notADatabase(path: path) }
    return size > 0
  }
}
