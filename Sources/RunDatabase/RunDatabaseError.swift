import Files
internal import GRDB

/// A run database that cannot be used as asked. Every message names the file and the next step.
public enum RunDatabaseError: Error, Equatable, CustomStringConvertible {
  case noDatabase(path: String)
  case unusablePath(path: String, reason: String)
  case notADatabase(path: String)
  case foreignDatabase(path: String)
  case newerSchema(path: String, found: Int, known: Int)
  case olderSchema(path: String, found: Int, needed: Int)
  case readOnly(path: String)
  case busy(path: String)
  case diskFull(path: String)
  case damaged(path: String, reason: String)
  case invalidName(String)
  case nameTaken(String, path: String)
  case noSuchRun(path: String)
  case stepAlreadyRecorded(Int, path: String)
  /// SQL that is not answered; the reason is SQLite's.
  case query(reason: String)
  case failed(path: String, reason: String)

  public var description: String {
    switch self {
    case .noDatabase(let path):
      "\(path): there is no run database here. Train first, or say with `database` where it is."
    case .unusablePath(let path, let reason):
      "\(path): cannot hold the run database: \(reason). Choose another place with `database`."
    case .notADatabase(let path):
      "\(path): not an SQLite database. Choose another file with `database`."
    case .foreignDatabase(let path):
      "\(path): an SQLite database of another program. Choose another file with `database`."
    case .newerSchema(let path, let found, let known):
      "\(path): written by a newer spamtune (schema \(found), this one knows up to \(known)). "
        + "Update spamtune, or choose another file with `database`."
    case .olderSchema(let path, let found, let needed):
      "\(path): written by an older spamtune (schema \(found), this one reads \(needed)). "
        + "Make it and its folder writable: it is brought up to date when it is next opened."
    case .readOnly(let path):
      "\(path): the file or its folder is read-only. Choose a writable place with `database`."
    case .busy(let path):
      "\(path): another program has kept the database locked for 30 seconds. "
        + "Close it and try again."
    case .diskFull(let path):
      "\(path): no space left to write. Free some space and try again."
    case .damaged(let path, let reason):
      "\(path): the database is damaged (\(reason)). "
        + "Restore a copy, or move it away to start a new one."
    case .invalidName(let name):
      "'\(name)' cannot name a run: give 1 to 100 of the characters a-z, A-Z, 0-9, '.', '_' "
        + "and '-', the first a letter or a digit."
    case .nameTaken(let name, let path):
      "\(path): there is already a run '\(name)'. "
        + "Choose another name, resume that run, or delete it."
    case .noSuchRun(let path):
      "\(path): the run is no longer in the database. Has it been deleted meanwhile?"
    case .stepAlreadyRecorded(let step, let path):
      "\(path): step \(step) of the run is already recorded. Is the run being trained twice?"
    case .query(let reason):
      "The query: \(reason). docs/database.md describes the views and their columns."
    case .failed(let path, let reason):
      "\(path): \(reason)."
    }
  }
}

extension RunDatabaseError: ReportableError {
  package var exitClass: ExitClass {
    switch self {
    case .invalidName, .query: .usage
    default: .failure
    }
  }
}

extension RunDatabaseError {
  /// Says what SQLite's error means for the file at `path`. Neither SQL nor its arguments are
  /// passed on: arguments may be message texts.
  init(_ error: any Error, path: String) {
    if let error = error as? RunDatabaseError {
      self = error
      return
    }
    if let error = error as? UnreadableRow {
      self = .damaged(path: path, reason: "'\(error.table)' holds something unreadable")
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
