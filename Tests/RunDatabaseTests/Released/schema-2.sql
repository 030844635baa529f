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

DROP VIEW v_runs;

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
  SELECT max(id) FROM evaluations WHERE run_id = runs.id AND part = 'validation'
    AND (runs.kind <> 'cross-validate' OR step IS NULL))
LEFT JOIN evaluation_metrics AS validation_accuracy
  ON validation_accuracy.evaluation_id = validation.id AND validation_accuracy.name = 'accuracy'
LEFT JOIN evaluation_metrics AS validation_mcc
  ON validation_mcc.evaluation_id = validation.id AND validation_mcc.name = 'mcc'
LEFT JOIN evaluations AS test ON test.id = (
  SELECT max(id) FROM evaluations WHERE run_id = runs.id AND part = 'test'
    AND (runs.kind <> 'cross-validate' OR step IS NULL))
LEFT JOIN evaluation_metrics AS test_accuracy
  ON test_accuracy.evaluation_id = test.id AND test_accuracy.name = 'accuracy'
LEFT JOIN evaluation_metrics AS test_mcc
  ON test_mcc.evaluation_id = test.id AND test_mcc.name = 'mcc';

DROP VIEW v_evaluations;

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
  average_precision.high AS average_precision_high,
  e.threshold, e.temperature, e.unsure_from
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

CREATE VIEW v_drift AS
SELECT
  d.id AS drift_check, runs.name AS run, d.created_at, d.model_path, d.model_sha256,
  d.reference_name, d.reference_path, d.reference_sha256, d.reference_examples,
  d.current_name, d.current_path, d.current_sha256, d.current_examples, d.verdict,
  (SELECT count(*) FROM drift_features AS f
    WHERE f.drift_check_id = d.id AND f.verdict <> 'none') AS changed_features,
  score.psi AS score_psi, score.psi_low AS score_psi_low, score.psi_high AS score_psi_high,
  domain_auc.value AS domain_auc,
  domain_auc.low AS domain_auc_low,
  domain_auc.high AS domain_auc_high,
  estimated_reference_accuracy.value AS estimated_reference_accuracy,
  estimated_reference_accuracy.low AS estimated_reference_accuracy_low,
  estimated_reference_accuracy.high AS estimated_reference_accuracy_high,
  estimated_reference_precision.value AS estimated_reference_precision,
  estimated_reference_precision.low AS estimated_reference_precision_low,
  estimated_reference_precision.high AS estimated_reference_precision_high,
  estimated_reference_recall.value AS estimated_reference_recall,
  estimated_reference_recall.low AS estimated_reference_recall_low,
  estimated_reference_recall.high AS estimated_reference_recall_high,
  estimated_current_accuracy.value AS estimated_current_accuracy,
  estimated_current_accuracy.low AS estimated_current_accuracy_low,
  estimated_current_accuracy.high AS estimated_current_accuracy_high,
  estimated_current_precision.value AS estimated_current_precision,
  estimated_current_precision.low AS estimated_current_precision_low,
  estimated_current_precision.high AS estimated_current_precision_high,
  estimated_current_recall.value AS estimated_current_recall,
  estimated_current_recall.low AS estimated_current_recall_low,
  estimated_current_recall.high AS estimated_current_recall_high,
  d.sentences, d.seconds
FROM drift_checks AS d
LEFT JOIN runs ON runs.id = d.run_id
LEFT JOIN drift_features AS score ON score.drift_check_id = d.id AND score.name = 'score'
LEFT JOIN drift_metrics AS domain_auc
  ON domain_auc.drift_check_id = d.id AND domain_auc.name = 'domain_auc'
LEFT JOIN drift_metrics AS estimated_reference_accuracy
  ON estimated_reference_accuracy.drift_check_id = d.id
    AND estimated_reference_accuracy.name = 'estimated_reference_accuracy'
LEFT JOIN drift_metrics AS estimated_reference_precision
  ON estimated_reference_precision.drift_check_id = d.id
    AND estimated_reference_precision.name = 'estimated_reference_precision'
LEFT JOIN drift_metrics AS estimated_reference_recall
  ON estimated_reference_recall.drift_check_id = d.id
    AND estimated_reference_recall.name = 'estimated_reference_recall'
LEFT JOIN drift_metrics AS estimated_current_accuracy
  ON estimated_current_accuracy.drift_check_id = d.id
    AND estimated_current_accuracy.name = 'estimated_current_accuracy'
LEFT JOIN drift_metrics AS estimated_current_precision
  ON estimated_current_precision.drift_check_id = d.id
    AND estimated_current_precision.name = 'estimated_current_precision'
LEFT JOIN drift_metrics AS estimated_current_recall
  ON estimated_current_recall.drift_check_id = d.id
    AND estimated_current_recall.name = 'estimated_current_recall';

CREATE VIEW v_drift_features AS
SELECT
  d.id AS drift_check, runs.name AS run, d.created_at, f.place, f.name AS name,
  f.psi, f.psi_low, f.psi_high, f.ks, f.ks_p_value, f.jensen_shannon, f.verdict
FROM drift_features AS f
JOIN drift_checks AS d ON d.id = f.drift_check_id
LEFT JOIN runs ON runs.id = d.run_id;

PRAGMA user_version = 2;
INSERT INTO grdb_migrations VALUES ('2');
