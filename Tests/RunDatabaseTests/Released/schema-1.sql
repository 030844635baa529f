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

CREATE VIEW v_runs AS
SELECT
  runs.name AS run, kind, status, message, runs.created_at, finished_at, folder,
  base_path, base_sha256, runs.data_path, runs.data_sha256,
  split_sha256, train_examples, validation_examples, test_examples,
  runs.classes, runs.positive_class, seed, program_version, command_line, cores, precision,
  runs.seconds, (SELECT sum(value) FROM json_each(runs.seconds)) AS total_seconds,
  peak_memory_bytes,
  (SELECT max(step) FROM steps WHERE run_id = runs.id) AS steps,
  (SELECT max(epoch) FROM epochs WHERE run_id = runs.id) AS epochs,
  validation_accuracy.value AS validation_accuracy, validation_mcc.value AS validation_mcc,
  test_accuracy.value AS test_accuracy, test_mcc.value AS test_mcc
FROM runs
LEFT JOIN evaluations AS validation ON validation.id = (
  SELECT max(id) FROM evaluations WHERE run_id = runs.id AND part = 'validation')
LEFT JOIN evaluation_metrics AS validation_accuracy
  ON validation_accuracy.evaluation_id = validation.id AND validation_accuracy.name = 'accuracy'
LEFT JOIN evaluation_metrics AS validation_mcc
  ON validation_mcc.evaluation_id = validation.id AND validation_mcc.name = 'mcc'
LEFT JOIN evaluations AS test ON test.id = (
  SELECT max(id) FROM evaluations WHERE run_id = runs.id AND part = 'test')
LEFT JOIN evaluation_metrics AS test_accuracy
  ON test_accuracy.evaluation_id = test.id AND test_accuracy.name = 'accuracy'
LEFT JOIN evaluation_metrics AS test_mcc
  ON test_mcc.evaluation_id = test.id AND test_mcc.name = 'mcc';

CREATE VIEW v_settings AS
SELECT runs.name AS run, settings.name AS name, value
FROM settings JOIN runs ON runs.id = settings.run_id;

CREATE VIEW v_steps AS
SELECT runs.name AS run, step, epoch, loss, learning_rate, gradient_norm
FROM steps JOIN runs ON runs.id = steps.run_id;

CREATE VIEW v_epochs AS
SELECT
  runs.name AS run, epochs.epoch, epochs.step, epochs.examples, epochs.loss, epochs.seconds,
  train.loss AS train_loss, train_accuracy.value AS train_accuracy,
  validation.loss AS validation_loss, validation_accuracy.value AS validation_accuracy
FROM epochs
JOIN runs ON runs.id = epochs.run_id
LEFT JOIN evaluations AS train ON train.id = (
  SELECT max(id) FROM evaluations
  WHERE run_id = epochs.run_id AND part = 'train' AND step = epochs.step)
LEFT JOIN evaluation_metrics AS train_accuracy
  ON train_accuracy.evaluation_id = train.id AND train_accuracy.name = 'accuracy'
LEFT JOIN evaluations AS validation ON validation.id = (
  SELECT max(id) FROM evaluations
  WHERE run_id = epochs.run_id AND part = 'validation' AND step = epochs.step)
LEFT JOIN evaluation_metrics AS validation_accuracy
  ON validation_accuracy.evaluation_id = validation.id
    AND validation_accuracy.name = 'accuracy';

CREATE VIEW v_evaluations AS
SELECT
  e.id AS evaluation, runs.name AS run, e.created_at, e.part, e.step, e.epoch,
  e.data_path, e.data_sha256, e.model_path, e.model_sha256, e.classes, e.positive_class,
  e.examples, e.loss, e.seconds,
  accuracy.value AS accuracy, accuracy.low AS accuracy_low, accuracy.high AS accuracy_high,
  "precision".value AS "precision", "precision".low AS precision_low,
  "precision".high AS precision_high,
  recall.value AS recall, recall.low AS recall_low, recall.high AS recall_high,
  f1.value AS f1, f1.low AS f1_low, f1.high AS f1_high,
  specificity.value AS specificity, specificity.low AS specificity_low,
  specificity.high AS specificity_high,
  mcc.value AS mcc, mcc.low AS mcc_low, mcc.high AS mcc_high,
  roc_auc.value AS roc_auc, roc_auc.low AS roc_auc_low, roc_auc.high AS roc_auc_high,
  average_precision.value AS average_precision,
  average_precision.low AS average_precision_low,
  average_precision.high AS average_precision_high
FROM evaluations AS e
LEFT JOIN runs ON runs.id = e.run_id
LEFT JOIN evaluation_metrics AS accuracy
  ON accuracy.evaluation_id = e.id AND accuracy.name = 'accuracy'
LEFT JOIN evaluation_metrics AS "precision"
  ON "precision".evaluation_id = e.id AND "precision".name = 'precision'
LEFT JOIN evaluation_metrics AS recall
  ON recall.evaluation_id = e.id AND recall.name = 'recall'
LEFT JOIN evaluation_metrics AS f1 ON f1.evaluation_id = e.id AND f1.name = 'f1'
LEFT JOIN evaluation_metrics AS specificity
  ON specificity.evaluation_id = e.id AND specificity.name = 'specificity'
LEFT JOIN evaluation_metrics AS mcc ON mcc.evaluation_id = e.id AND mcc.name = 'mcc'
LEFT JOIN evaluation_metrics AS roc_auc
  ON roc_auc.evaluation_id = e.id AND roc_auc.name = 'roc_auc'
LEFT JOIN evaluation_metrics AS average_precision
  ON average_precision.evaluation_id = e.id AND average_precision.name = 'average_precision';

CREATE VIEW v_metrics AS
SELECT
  e.id AS evaluation, runs.name AS run, e.part, e.step, e.epoch,
  m.name AS name, m.value, m.low, m.high
FROM evaluation_metrics AS m
JOIN evaluations AS e ON e.id = m.evaluation_id
LEFT JOIN runs ON runs.id = e.run_id;

CREATE VIEW v_confusion AS
SELECT
  e.id AS evaluation, runs.name AS run, e.part, e.step, e.epoch,
  c.truth, c.predicted, c.count
FROM confusion_counts AS c
JOIN evaluations AS e ON e.id = c.evaluation_id
LEFT JOIN runs ON runs.id = e.run_id;

CREATE VIEW v_predictions AS
SELECT
  e.id AS evaluation, runs.name AS run, e.part, e.step, e.epoch,
  p.row, p.truth, p.predicted, p.truth = p.predicted AS correct, p.probability,
  (SELECT json_extract(p.probabilities, '$[' || class.key || ']')
    FROM json_each(e.classes) AS class
    WHERE class.value = e.positive_class) AS positive_probability,
  p.probabilities, p.text_sha256, p.text
FROM predictions AS p
JOIN evaluations AS e ON e.id = p.evaluation_id
LEFT JOIN runs ON runs.id = e.run_id;

CREATE VIEW v_checkpoints AS
SELECT runs.name AS run, step, epoch, path, sha256, bytes, checkpoints.created_at
FROM checkpoints JOIN runs ON runs.id = checkpoints.run_id;

PRAGMA application_id = 0x5350544E;
PRAGMA user_version = 1;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES ('1');
