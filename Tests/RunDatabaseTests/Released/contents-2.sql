-- What only version 2 records.
UPDATE evaluations SET threshold = 0.75, temperature = 1.5, unsure_from = 0.25 WHERE id = 3;
INSERT INTO evaluations (run_id, created_at, part, data_path, data_sha256, classes, examples, loss,
  seconds)
VALUES (2, '2026-11-20T09:01:00.000Z', 'test', '/data/messages.tsv', printf('%064d', 2),
  '["a/b","b"]', 180, 0.25, 1.0);
INSERT INTO evaluation_metrics VALUES (6, 'accuracy', 0.625, 0.5, 0.75);
INSERT INTO drift_checks (run_id, created_at, model_path, model_sha256, reference_name, reference_path,
  reference_sha256, reference_examples, current_name, current_path, current_sha256, current_examples,
  verdict, sentences, seconds)
VALUES
  (1, '2026-11-21T08:00:00.000Z', '/runs/old', printf('%064d', 5), 'test part of run old',
    '/data/messages.tsv', printf('%064d', 2), 200, 'new.tsv', '/data/new.tsv', printf('%064d', 6), 50,
    'moderate', '["Something has changed."]', 1.25);
INSERT INTO drift_metrics VALUES
  (1, 'domain_auc', 0.75, 0.6875, 0.8125), (1, 'estimated_current_recall', NULL, NULL, NULL);
INSERT INTO drift_features VALUES
  (1, 'score', 1, 0.5, 0.375, 0.625, 0.25, 0.001, 0.125, 'large'),
  (1, 'token frequencies', 2, NULL, NULL, NULL, NULL, NULL, 0.0625, 'none');
