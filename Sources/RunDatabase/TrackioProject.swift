internal import Foundation
internal import GRDB

/// A project of Trackio: the file that its dashboard reads.
///
/// Source: `trackio/sqlite_storage.py` of Trackio 0.43.0, whose schema version is 2. Older versions than
/// 0.24 know no `run_id`.
public enum TrackioProject {
  /// The file's name; nil for a name that Trackio would change or keeps for itself.
  public static func fileName(of project: String) -> String? {
    let isPlain = project.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard isPlain, (1...100).contains(project.utf8.count), !project.hasPrefix("registry-"),
      !reservedEnds.contains(where: { project.hasSuffix($0) && project != $0 })
    else { return nil }
    return project + ".db"
  }

  /// Ends of names that Trackio's own files have.
  private static let reservedEnds = [
    "_system", "_configs", "_traces", "_artifacts", "_artifact_versions", "_artifact_aliases",
    "_run_artifact_links", "_external_run_artifact_links",
  ]

  /// The folder where Trackio looks for projects.
  ///
  /// - Parameter environment: `TRACKIO_DIR`, else `HF_HOME` or `XDG_CACHE_HOME`, else the cache in `HOME`.
  public static func folder(environment: [String: String]) -> String {
    func path(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let folder = path("TRACKIO_DIR") { return folder }
    let cache = path("XDG_CACHE_HOME") ?? (path("HOME") ?? NSHomeDirectory()) + "/.cache"
    return (path("HF_HOME") ?? cache + "/huggingface") + "/trackio"
  }

  /// Whether the file at `path` is a project that was written here and that Trackio has added no run to;
  /// nil where there is no file.
  ///
  /// - Parameter path: No other program has it open.
  public static func isOurs(_ path: String) -> Bool? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    var configuration = Configuration()
    configuration.readonly = true
    // Otherwise SQLite may put its own files beside it.
    let place = URL(fileURLWithPath: path).absoluteString + "?immutable=1"
    let isOurs = try? DatabaseQueue(path: place, configuration: configuration).read {
      try Bool.fetchOne(
        $0,
        sql: """
          SELECT EXISTS (SELECT * FROM project_metadata WHERE key = ?)
            AND NOT EXISTS (SELECT * FROM metrics WHERE run_id <> run_name)
          """, arguments: [mark])
    }
    return isOurs ?? false
  }

  /// The key by which a file that was written here is known again.
  static let mark = "spamtune_export"

  /// Writes a new file. Runs are known by their names there, for Trackio's own numbers would change
  /// from export to export.
  ///
  /// - Parameter path: Where no file is yet.
  /// - Throws: `RunDatabaseError`.
  public static func write(
    _ runs: [Run], of source: RunDatabase, to path: String
  ) throws(RunDatabaseError) {
    do {
      let queue = try DatabaseQueue(path: path)
      defer { try? queue.close() }
      try queue.write { database in
        try database.execute(sql: schema)
        try database.execute(
          sql: "INSERT INTO project_metadata (key, value) VALUES (?, ?)",
          arguments: [mark, source.path])
        for run in runs { try TrackioRun(run, of: source).insert(into: database) }
      }
    } catch {
      throw RunDatabaseError(error, path: path)
    }
  }

  /// What Trackio has to find. It makes its other tables itself when it first writes to the file.
  private static let schema = """
    CREATE TABLE metrics (
      id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, timestamp TEXT NOT NULL,
      run_name TEXT NOT NULL, step INTEGER NOT NULL, metrics TEXT NOT NULL,
      log_id TEXT, space_id TEXT);
    CREATE INDEX idx_metrics_run_step ON metrics(run_id, step);
    CREATE INDEX idx_metrics_run_timestamp ON metrics(run_id, timestamp);
    CREATE INDEX idx_metrics_run_record ON metrics(run_id, run_name, timestamp);
    CREATE UNIQUE INDEX idx_metrics_log_id ON metrics(log_id) WHERE log_id IS NOT NULL;
    CREATE INDEX idx_metrics_pending ON metrics(space_id) WHERE space_id IS NOT NULL;

    CREATE TABLE configs (
      id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, run_name TEXT NOT NULL,
      config TEXT NOT NULL, created_at TEXT NOT NULL, UNIQUE(run_id));
    CREATE INDEX idx_configs_run_name ON configs(run_name);

    CREATE TABLE system_metrics (
      id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, timestamp TEXT NOT NULL,
      run_name TEXT NOT NULL, metrics TEXT NOT NULL, log_id TEXT, space_id TEXT);
    CREATE INDEX idx_system_metrics_run_timestamp ON system_metrics(run_id, timestamp);
    CREATE UNIQUE INDEX idx_system_metrics_log_id
      ON system_metrics(log_id) WHERE log_id IS NOT NULL;
    CREATE INDEX idx_system_metrics_pending ON system_metrics(space_id) WHERE space_id IS NOT NULL;

    CREATE TABLE alerts (
      id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, timestamp TEXT NOT NULL,
      run_name TEXT NOT NULL, title TEXT NOT NULL, text TEXT,
      level TEXT NOT NULL DEFAULT 'warn', step INTEGER, alert_id TEXT);
    CREATE INDEX idx_alerts_run ON alerts(run_id);
    CREATE INDEX idx_alerts_timestamp ON alerts(timestamp);
    CREATE UNIQUE INDEX idx_alerts_alert_id ON alerts(alert_id) WHERE alert_id IS NOT NULL;

    CREATE TABLE project_metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL);
    PRAGMA user_version = 2;
    """
}
