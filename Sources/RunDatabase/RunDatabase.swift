internal import GRDB

/// The SQLite file that remembers runs: settings, steps, epochs, evaluations, predictions and
/// checkpoints. The tables and views are described in docs/database.md.
///
/// Several processes may write to one file at once: every call is one transaction, and waits up
/// to 30 seconds for another's to end. A transaction that has been committed outlives the death
/// of the process and of the machine; one that has not leaves no trace.
public final class RunDatabase: Sendable {
  /// Absolute path of the file.
  public let path: String
  private let connection: any DatabaseWriter
  private let isReadOnly: Bool

  /// Opens the database for reading and writing. Creates the file and its folder where they are
  /// missing, and brings an older schema up to date.
  public init(path: String) throws(RunDatabaseError) {
    self.path = Self.absolute(path)
    isReadOnly = false
    do {
      connection = try Self.openForWriting(self.path)
    } catch {
      throw RunDatabaseError(error, path: self.path)
    }
  }

  /// Opens the database for looking only; every method that writes throws `readOnly`. The place
  /// may be one where nothing can be written; otherwise an older schema is brought up to date.
  ///
  /// - Throws: `noDatabase` where there is none (none is made), `olderSchema` where it would have to
  ///   be brought up to date but cannot be written.
  public static func openReadOnly(path: String) throws(RunDatabaseError) -> RunDatabase {
    try RunDatabase(readOnly: absolute(path))
  }

  private init(readOnly path: String) throws(RunDatabaseError) {
    self.path = path
    isReadOnly = true
    do {
      connection = try Self.openForReading(path)
    } catch {
      throw RunDatabaseError(error, path: path)
    }
  }

  /// Runs `body` on a consistent state of the database.
  func read<Value>(_ body: (Database) throws -> Value) throws(RunDatabaseError) -> Value {
    do {
      return try connection.read(body)
    } catch {
      throw RunDatabaseError(error, path: path)
    }
  }

  /// Runs `body` as one transaction that takes the write lock at its beginning; an error undoes
  /// all of it.
  func write<Value>(_ body: (Database) throws -> Value) throws(RunDatabaseError) -> Value {
    guard !isReadOnly else { throw .readOnly(path: path) }
    do {
      return try connection.write(body)
    } catch {
      throw RunDatabaseError(error, path: path)
    }
  }

  /// Moves the write-ahead log into the file and empties it, so that what was deleted is gone from
  /// the disk. Left to the last program that closes the file where another is still reading.
  func emptyWriteAheadLog() {
    try? connection.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
  }
}
