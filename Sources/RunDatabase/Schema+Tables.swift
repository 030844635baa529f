extension Schema {
  /// The statements that make each version of the tables from the one before. Released ones are never
  /// changed.
  static let tables = [version1, version2]

  private static let version1 = """
    CREATE TABLE runs (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'interrupted', 'failed')),
      message TEXT,
      created_at TEXT NOT NULL,
      finished_at TEXT,
      folder TEXT NOT NULL,
      base_path TEXT,
      base_sha256 TEXT CHECK (length(base_sha256) = 64),
      data_path TEXT,
      data_sha256 TEXT CHECK (length(data_sha256) = 64),
      split_sha256 TEXT CHECK (length(split_sha256) = 64),
      train_examples INTEGER,
      validation_examples INTEGER,
      test_examples INTEGER,
      classes TEXT NOT NULL CHECK (json_valid(classes)),
      positive_class TEXT,
      seed TEXT NOT NULL,
      program_version TEXT NOT NULL,
      command_line TEXT NOT NULL,
      cores INTEGER NOT NULL,
      precision TEXT NOT NULL,
      seconds TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(seconds)),
      peak_memory_bytes INTEGER
    ) STRICT;

    CREATE TABLE settings (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      value TEXT NOT NULL CHECK (json_valid(value)),
      PRIMARY KEY (run_id, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE steps (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      step INTEGER NOT NULL CHECK (step >= 1),
      epoch INTEGER NOT NULL CHECK (epoch >= 1),
      loss REAL,
      learning_rate REAL NOT NULL,
      gradient_norm REAL,
      PRIMARY KEY (run_id, step)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE epochs (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      epoch INTEGER NOT NULL CHECK (epoch >= 1),
      step INTEGER NOT NULL,
      examples INTEGER NOT NULL,
      loss REAL,
      seconds REAL NOT NULL,
      PRIMARY KEY (run_id, epoch)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE evaluations (
      id INTEGER PRIMARY KEY,
      run_id INTEGER REFERENCES runs (id) ON DELETE CASCADE,
      created_at TEXT NOT NULL,
      part TEXT NOT NULL CHECK (part IN ('train', 'validation', 'test', 'file')),
      step INTEGER,
      epoch INTEGER,
      data_path TEXT NOT NULL,
      data_sha256 TEXT NOT NULL CHECK (length(data_sha256) = 64),
      model_path TEXT,
      model_sha256 TEXT CHECK (length(model_sha256) = 64),
      classes TEXT NOT NULL CHECK (json_valid(classes)),
      positive_class TEXT,
      examples INTEGER NOT NULL,
      loss REAL,
      seconds REAL NOT NULL,
      CHECK (run_id IS NOT NULL OR model_path IS NOT NULL)
    ) STRICT;

    CREATE INDEX evaluations_by_run ON evaluations (run_id, part, step);

    CREATE TABLE evaluation_metrics (
      evaluation_id INTEGER NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
      name TEXT NOT NULL CHECK (name <> '' AND name NOT GLOB '*[^a-z0-9_]*'),
      value REAL,
      low REAL,
      high REAL,
      PRIMARY KEY (evaluation_id, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE confusion_counts (
      evaluation_id INTEGER NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
      truth TEXT NOT NULL,
      predicted TEXT NOT NULL,
      count INTEGER NOT NULL CHECK (count >= 0),
      PRIMARY KEY (evaluation_id, truth, predicted)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE predictions (
      evaluation_id INTEGER NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
      row INTEGER NOT NULL CHECK (row >= 1),
      text_sha256 TEXT NOT NULL CHECK (length(text_sha256) = 64),
      truth TEXT NOT NULL,
      predicted TEXT NOT NULL,
      probability REAL,
      probabilities TEXT NOT NULL CHECK (json_valid(probabilities)),
      text TEXT,
      PRIMARY KEY (evaluation_id, row)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE checkpoints (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      path TEXT NOT NULL,
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      bytes INTEGER NOT NULL,
      step INTEGER NOT NULL,
      epoch INTEGER NOT NULL,
      created_at TEXT NOT NULL,
      PRIMARY KEY (run_id, path)
    ) STRICT, WITHOUT ROWID;
    """

  /// How an evaluation decided, and comparisons of what a model sees now with what it was measured on.
  private static let version2 = """
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
