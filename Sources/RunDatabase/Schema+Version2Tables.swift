extension Schema {
  /// How an evaluation decided, and comparisons of what a model sees now with what it was measured on.
  static let version2Tables = """
    ALTER TABLE evaluations ADD COLUMN threshold REAL;
    ALTER TABLE evaluations ADD COLUMN temperature REAL;
    ALTER TABLE evaluations ADD COLUMN unsure_from REAL;

    CREATE TABLE drift_checks (
      id INTEGER PRIMARY KEY,
      run_id INTEGER REFERENCES runs (id) ON DELETE CASCADE,
      created_at TEXT NOT NULL,
      model_path TEXT NOT NULL,
      model_sha256 TEXT NOT NULL CHECK (length(model_sha256) = 64),
      reference_name TEXT NOT NULL,
      reference_path TEXT NOT NULL,
      reference_sha256 TEXT NOT NULL CHECK (length(reference_sha256) = 64),
      reference_examples INTEGER NOT NULL,
      current_name TEXT NOT NULL,
      current_path TEXT NOT NULL,
      current_sha256 TEXT NOT NULL CHECK (length(current_sha256) = 64),
      current_examples INTEGER NOT NULL,
      verdict TEXT NOT NULL CHECK (verdict IN ('none', 'moderate', 'large')),
      sentences TEXT NOT NULL CHECK (json_valid(sentences)),
      seconds REAL NOT NULL
    ) STRICT;

    CREATE INDEX drift_checks_by_model ON drift_checks (model_sha256, created_at);
    CREATE INDEX drift_checks_by_run ON drift_checks (run_id);

    CREATE TABLE drift_metrics (
      drift_check_id INTEGER NOT NULL REFERENCES drift_checks (id) ON DELETE CASCADE,
      name TEXT NOT NULL CHECK (name <> '' AND name NOT GLOB '*[^a-z0-9_]*'),
      value REAL,
      low REAL,
      high REAL,
      PRIMARY KEY (drift_check_id, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE drift_features (
      drift_check_id INTEGER NOT NULL REFERENCES drift_checks (id) ON DELETE CASCADE,
      name TEXT NOT NULL CHECK (name <> ''),
      place INTEGER NOT NULL CHECK (place >= 1),
      psi REAL,
      psi_low REAL,
      psi_high REAL,
      ks REAL,
      ks_p_value REAL,
      jensen_shannon REAL NOT NULL,
      verdict TEXT NOT NULL CHECK (verdict IN ('none', 'moderate', 'large')),
      PRIMARY KEY (drift_check_id, name)
    ) STRICT, WITHOUT ROWID;
    """
}
