-- Two runs and a measurement of a saved model, as version 1 records them.
INSERT INTO runs (name, kind, status, message, created_at, finished_at, folder, base_path, base_sha256,
  data_path, data_sha256, split_sha256, train_examples, validation_examples, test_examples, classes,
  positive_class, seed, program_version, command_line, cores, precision, seconds, peak_memory_bytes)
VALUES
  ('old', 'train', 'finished', NULL, '2026-11-20T08:00:00.000Z', '2026-11-20T08:05:00.125Z',
    '/runs/old', '/weights/gpt2', printf('%064d', 1), '/data/messages.tsv', printf('%064d', 2),
    printf('%064d', 3), 700, 100, 200, '["ham","spam"]', 'spam', '18446744073709551615', '0.1.0',
    'spamtune train', 2, 'float32', '{"evaluate":1.5,"train":8}', 700000000),
  ('rounds', 'cross-validate', 'interrupted', 'stopped', '2026-11-20T09:00:00.000Z',
    '2026-11-20T09:01:00.000Z', '/runs/rounds', NULL, NULL, '/data/messages.tsv',
    printf('%064d', 2), NULL, NULL, NULL, NULL, '["a/b","b"]', NULL, '7', '0.1.0',
    'spamtune cross-validate', 2, 'bfloat16', '{}', NULL);
INSERT INTO settings VALUES
  (1, 'epochs', '2'), (1, 'learning_rate', '5e-05'), (1, 'options', '{"targets":["attention","mlp"]}'),
  (2, 'clip', '"inf"'), (2, 'rank', 'null');
INSERT INTO steps VALUES
  (1, 1, 1, 0.75, 5e-05, 1.5), (1, 2, 1, NULL, 5e-05, NULL), (1, 3, 2, 0.5, 2.5e-05, 0.25);
INSERT INTO epochs VALUES (1, 1, 2, 700, 0.625, 4.0), (1, 2, 3, 700, NULL, 3.5);
INSERT INTO checkpoints VALUES
  (1, '/runs/old/checkpoints/step-00000003.safetensors', printf('%064d', 4), 28000000, 3, 2,
    '2026-11-20T08:04:00.000Z');
INSERT INTO evaluations (run_id, created_at, part, step, epoch, data_path, data_sha256, model_path,
  model_sha256, classes, positive_class, examples, loss, seconds)
VALUES
  (1, '2026-11-20T08:02:00.000Z', 'train', 2, 1, '/data/messages.tsv', printf('%064d', 2), NULL, NULL,
    '["ham","spam"]', 'spam', 700, 0.25, 1.0),
  (1, '2026-11-20T08:02:01.000Z', 'validation', 2, 1, '/data/messages.tsv', printf('%064d', 2), NULL,
    NULL, '["ham","spam"]', 'spam', 100, 0.375, 0.25),
  (1, '2026-11-20T08:05:00.000Z', 'test', NULL, NULL, '/data/messages.tsv', printf('%064d', 2),
    '/runs/old', printf('%064d', 5), '["ham","spam"]', 'spam', 200, NULL, 0.5),
  (2, '2026-11-20T09:00:30.000Z', 'test', 1, 3, '/data/messages.tsv', printf('%064d', 2), NULL, NULL,
    '["a/b","b"]', NULL, 90, 0.5, 0.5),
  (NULL, '2026-11-20T10:00:00.000Z', 'file', NULL, NULL, '/data/new.tsv', printf('%064d', 6), '/models/b',
    printf('%064d', 7), '["ham","spam"]', 'spam', 50, 0.125, 0.125);
INSERT INTO evaluation_metrics VALUES
  (1, 'accuracy', 0.9375, 0.92, 0.95), (2, 'accuracy', 0.875, 0.8, 0.95), (2, 'mcc', 0.75, 0.625, 0.875),
  (3, 'accuracy', 0.95, 0.92, 0.97), (3, 'mcc', 0.875, 0.8, 0.9), (3, 'roc_auc', NULL, NULL, NULL),
  (4, 'accuracy', 0.5, 0.25, 0.75), (5, 'f1', 0.625, 0.5, 0.75);
INSERT INTO confusion_counts VALUES
  (3, 'ham', 'ham', 170), (3, 'ham', 'spam', 5), (3, 'spam', 'ham', 5), (3, 'spam', 'spam', 20);
INSERT INTO predictions VALUES
  (3, 3, printf('%064d', 8), 'spam', 'ham', 0.75, '[0.75,0.25]', 'a text that its owner kept'),
  (3, 8, printf('%064d', 9), 'ham', 'ham', NULL, '[null,1.0]', NULL);
