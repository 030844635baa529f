import Foundation
import GRDB
import RunDatabase

/// Asks the file itself, past the code under test, as any SQLite client would.
func rows(_ sql: String, in path: String) throws -> [Row] {
  var configuration = Configuration()
  configuration.readonly = true
  return try DatabaseQueue(path: path, configuration: configuration).read {
    try Row.fetchAll($0, sql: sql)
  }
}

func digest(_ letter: Character) -> String {
  String(repeating: letter, count: 64)
}

func sampleFacts(seed: UInt64 = 7) -> RunMetadata {
  RunMetadata(
    base: FileReference(path: "/weights/gpt2", sha256: digest("a")),
    data: FileReference(path: "/data/SMSSpamCollection", sha256: digest("b")),
    split: SplitFacts(
      sha256: digest("c"), trainExamples: 1045, validationExamples: 149, testExamples: 300),
    classes: ["ham", "spam"], positiveClass: "spam", seed: seed, programVersion: "0.1.0",
    commandLine: "spamtune train --data data/SMSSpamCollection --base weights/gpt2", cores: 2,
    precision: "float32",
    settings: ["learning-rate": 5e-5, "epochs": 5, "optimizer": "adamw", "shuffle": true])
}

func sampleSteps(_ range: ClosedRange<Int>, stepsPerEpoch: Int = 100) -> [StepRecord] {
  range.map { step in
    StepRecord(
      step: step, epoch: (step - 1) / stepsPerEpoch + 1, loss: 1 / Double(step),
      learningRate: 5e-5, gradientNorm: 0.5)
  }
}

func sampleEvaluation(
  of run: Run.ID?, part: EvaluationPart, step: Int?, epoch: Int? = nil, accuracy: Double = 0.95,
  model: FileReference? = nil
) -> EvaluationRecord {
  EvaluationRecord(
    run: run, part: part, step: step, epoch: epoch,
    data: FileReference(path: "/data/SMSSpamCollection", sha256: digest("b")), model: model,
    classes: ["ham", "spam"], positiveClass: "spam", examples: 300, loss: 0.125, seconds: 0.75,
    metrics: [
      MetricRecord(name: "accuracy", value: accuracy, low: accuracy - 0.02, high: accuracy + 0.02),
      MetricRecord(name: "mcc", value: 0.875, low: 0.8, high: 0.9),
      MetricRecord(name: "roc_auc", value: nil),
    ],
    confusion: [
      ConfusionCount(truth: "ham", predicted: "ham", count: 255),
      ConfusionCount(truth: "ham", predicted: "spam", count: 5),
      ConfusionCount(truth: "spam", predicted: "ham", count: 10),
      ConfusionCount(truth: "spam", predicted: "spam", count: 30),
    ],
    createdAt: Date(timeIntervalSince1970: 1_795_271_525.25))
}

func sampleDrift(of run: Run.ID?) -> DriftRecord {
  DriftRecord(
    run: run, model: FileReference(path: "/runs/sample", sha256: digest("9")),
    reference: DriftRecord.Side(
      name: "test part of run sample",
      data: FileReference(path: "/data/SMSSpamCollection", sha256: digest("b")), examples: 300),
    current: DriftRecord.Side(
      name: "today.tsv", data: FileReference(path: "/data/today.tsv", sha256: digest("c")),
      examples: 200),
    verdict: .large, sentences: ["Much has changed."],
    metrics: [
      MetricRecord(name: "domain_auc", value: 0.75, low: 0.6875, high: 0.8125),
      MetricRecord(name: "estimated_current_recall", value: 0.625, low: 0.5, high: 0.75),
      MetricRecord(name: "estimated_reference_precision", value: 0.9375),
    ],
    features: [
      DriftRecord.Feature(
        name: "score", psi: 0.5, psiLow: 0.375, psiHigh: 0.625, ks: 0.25, ksPValue: 0.001,
        jensenShannon: 0.125, verdict: .large),
      DriftRecord.Feature(
        name: "token frequencies", psi: nil, ks: nil, ksPValue: nil, jensenShannon: 0.0625,
        verdict: .none),
    ],
    seconds: 1.5, createdAt: Date(timeIntervalSince1970: 1_795_271_525.25))
}

func samplePredictions(text: String? = nil) -> [PredictionRecord] {
  [
    PredictionRecord(
      row: 3, textSHA256: digest("d"), truth: "spam", predicted: "ham", probability: 0.75,
      probabilities: [0.75, 0.25], text: text),
    PredictionRecord(
      row: 8, textSHA256: digest("e"), truth: "ham", predicted: "ham", probability: 0.875,
      probabilities: [0.875, 0.125]),
  ]
}

/// A finished run of two epochs of a hundred steps, with everything a run can have.
@discardableResult
func fillWithSampleRun(
  _ database: RunDatabase, named name: String? = nil, predictions: [PredictionRecord] = []
) throws -> Run {
  let run = try database.createRun(
    named: name, folder: .inside("/tmp/runs"), facts: sampleFacts())
  for epoch in 1...2 {
    let step = epoch * 100
    try database.append(steps: sampleSteps(step - 99...step), to: run.id)
    for part in [EvaluationPart.train, .validation] {
      try database.append(
        evaluation: sampleEvaluation(of: run.id, part: part, step: step, epoch: epoch))
    }
    try database.append(
      epoch: EpochRecord(epoch: epoch, step: step, examples: 800, loss: 0.25, seconds: 4),
      to: run.id)
    try database.append(
      checkpoint: CheckpointRecord(
        step: step, epoch: epoch,
        file: FileReference(path: run.folder + "/step-\(step)", sha256: digest("f")),
        bytes: 28_000_000),
      to: run.id)
  }
  try database.append(
    evaluation: sampleEvaluation(of: run.id, part: .test, step: 200, epoch: 2),
    predictions: predictions)
  return try database.updateStatus(
    of: run.id, to: .finished, seconds: ["train": 8, "evaluate": 1.5],
    peakMemoryBytes: 700_000_000)
}
