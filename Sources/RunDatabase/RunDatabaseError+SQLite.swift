internal import GRDB

extension RunDatabaseError {
  /// Says what SQLite's error means for the file at `path`. Neither SQL nor its arguments are
  /// passed on: arguments may be message texts.
  init(_ error: any Error, path: String) {
    if let error = error as? RunDatabaseError {
      self = error
      return
    }
    if let error = error as? UnreadableValue {
      self = .damaged(path: path, reason: "'\(error.column)' holds something unreadable")
      return
    }
    guard let error = error as? DatabaseError else {
      self = .failed(path: path, reason: "\(error)")
      return
    }
    let reason = error.message ?? "\(error.resultCode)"
    self =
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
      case .SQLITE_READONLY: .readOnly(path: path)
      case .SQLITE_FULL: .diskFull(path: path)
      case .SQLITE_NOTADB: .notADatabase(path: path)
      case .SQLITE_CORRUPT: .damaged(path: path, reason: reason)
      case .SQLITE_CANTOPEN, .SQLITE_PERM: .unusablePath(path: path, reason: reason)
      case .SQLITE_CONSTRAINT
      where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY:
        // Rows hang on runs and evaluations alone, and an evaluation is written with its rows.
        .noSuchRun(path: path)
      default: .failed(path: path, reason: reason)
      }
  }
}
