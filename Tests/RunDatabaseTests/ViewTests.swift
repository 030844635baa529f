import Foundation
import GRDB
import RunDatabase
import TestFiles
import Testing

@Suite struct ViewTests {
  let folder: TemporaryFolder
  let database: RunDatabase

  init() throws {
    folder = try TemporaryFolder()
    database = try RunDatabase(path: folder.database)
    try fillWithSampleRun(database, named: "sample", predictions: samplePredictions())
    try fillWithSampleRun(database, named: "other")
  }

  func row(_ sql: String) throws -> Row {
    let found = try rows(sql, in: database.path)
    try #require(found.count == 1)
    return found[0]
  }

  @Test func stepsHaveTheColumnsThatWerePromised() throws {
    #expect(
      try row("SELECT * FROM v_steps WHERE run = 'sample' AND step = 101") == [
        "run": "sample", "step": 101, "epoch": 2, "loss": 1 / 101.0, "learning_rate": 5e-5,
        "gradient_norm": 0.5,
      ])
  }

  @Test func epochsShowTheEvaluationsMadeAtTheirEnd() throws {
    let run = try #require(try database.run(named: "sample"))
    try database.append(
      evaluation: sampleEvaluation(
        of: run.id, part: .validation, step: 100, epoch: 1, accuracy: 0.625))
    try database.rewind(run.id, toStep: 150)
    try database.append(
      epoch: EpochRecord(epoch: 2, step: 200, examples: 800, loss: 0.0625, seconds: 3),
      to: run.id)
    #expect(
      try rows("SELECT * FROM v_epochs WHERE run = 'sample' ORDER BY epoch", in: database.path)
        == [
          [
            "run": "sample", "epoch": 1, "step": 100, "examples": 800, "loss": 0.25,
            "seconds": 4.0, "train_loss": 0.125, "train_accuracy": 0.95,
            "validation_loss": 0.125, "validation_accuracy": 0.625,
          ],
          [
            "run": "sample", "epoch": 2, "step": 200, "examples": 800, "loss": 0.0625,
            "seconds": 3.0, "train_loss": nil, "train_accuracy": nil, "validation_loss": nil,
            "validation_accuracy": nil,
          ],
        ])
  }

  @Test func evaluationsAreWide() throws {
    let row = try row(
      """
      SELECT created_at, epoch, examples, loss, accuracy, mcc, mcc_low, mcc_high, roc_auc, f1
      FROM v_evaluations WHERE run = 'sample' AND part = 'test'
      """)
    #expect(
      row == [
        "created_at": "2026-11-21T14:32:05.250Z", "epoch": 2, "examples": 300, "loss": 0.125,
        "accuracy": 0.95, "mcc": 0.875, "mcc_low": 0.8, "mcc_high": 0.9, "roc_auc": nil,
        "f1": nil,
      ])
  }

  @Test func everyMetricHasItsOwnColumns() throws {
    let names = [
      "accuracy", "precision", "recall", "f1", "specificity", "mcc", "roc_auc",
      "average_precision",
    ]
    var record = sampleEvaluation(of: nil, part: .file, step: nil)
    record.model = FileReference(path: "/model", sha256: digest("9"))
    record.metrics = names.enumerated().map { index, name in
      MetricRecord(
        name: name, value: Double(index), low: Double(index) - 0.25, high: Double(index) + 0.25)
    }
    try database.append(evaluation: record)
    let row = try row("SELECT * FROM v_evaluations WHERE run IS NULL")
    for (index, name) in names.enumerated() {
      let value = Double(index)
      let found: [Double?] = [row[name], row["\(name)_low"], row["\(name)_high"]]
      #expect(found == [value, value - 0.25, value + 0.25], "\(name)")
    }
    #expect(try rows("SELECT * FROM v_metrics WHERE run IS NULL", in: database.path).count == 8)
  }

  @Test func predictionsShowTheChanceOfThePositiveClass() throws {
    let found = try rows(
      """
      SELECT run, correct, probability, positive_probability FROM v_predictions ORDER BY row
      """, in: database.path)
    #expect(
      found == [
        [
          "run": "sample", "correct": 0, "probability": 0.75, "positive_probability": 0.25,
        ],
        [
          "run": "sample", "correct": 1, "probability": 0.875, "positive_probability": 0.125,
        ],
      ])
  }

  @Test func runsSumUp() throws {
    let row = try row(
      """
      SELECT status, steps, epochs, seconds, total_seconds, test_accuracy, validation_mcc, classes
      FROM v_runs WHERE run = 'sample'
      """)
    #expect(
      row == [
        "status": "finished", "steps": 200, "epochs": 2,
        "seconds": #"{"evaluate":1.5,"train":8}"#, "total_seconds": 9.5, "test_accuracy": 0.95,
        "validation_mcc": 0.875, "classes": #"["ham","spam"]"#,
      ])
  }

  @Test func aRunThatHasJustBegunIsThere() throws {
    _ = try database.createRun(named: "new", folder: .inside("/runs"), facts: sampleFacts())
    #expect(
      try row("SELECT steps, total_seconds, test_mcc FROM v_runs WHERE run = 'new'")
        == ["steps": nil, "total_seconds": nil, "test_mcc": nil])
  }
}
