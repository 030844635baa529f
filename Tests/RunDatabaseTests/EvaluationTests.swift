import Foundation
import RunDatabase
import TestFiles
import Testing

@Suite struct EvaluationTests {
  let folder: TemporaryFolder
  let database: RunDatabase
  let run: Run.ID
  let model = FileReference(path: "/models/foreign", sha256: digest("9"))

  init() throws {
    folder = try TemporaryFolder()
    database = try RunDatabase(path: folder.database)
    run = try database.createRun(folder: .inside("/runs"), facts: sampleFacts()).id
  }

  @Test func storesAnEvaluationWhole() throws {
    var record = sampleEvaluation(of: run, part: .test, step: 200, epoch: 2, model: model)
    record.threshold = 0.75
    record.unsureFrom = 0.25
    record.temperature = 1.5
    let predictions = samplePredictions(text: "caf\u{E9} or cafe\u{301}?")
    let id = try database.append(evaluation: record, predictions: predictions)
    let stored = try #require(try database.evaluations(of: run).first)
    #expect(stored.id == id)
    #expect(stored.record == record)
    #expect(try database.predictions(of: id) == predictions)
    #expect(
      try database.predictions(of: id)[0].text?.utf8.elementsEqual(predictions[0].text!.utf8)
        == true)
  }

  @Test func storesWhatIsUndefinedAsNull() throws {
    var record = sampleEvaluation(of: run, part: .test, step: 1)
    record.loss = .nan
    record.metrics = [MetricRecord(name: "roc_auc", value: .nan, low: .nan, high: .infinity)]
    var prediction = samplePredictions()[0]
    prediction.probability = .nan
    prediction.probabilities = [.nan, 0.5]
    let id = try database.append(evaluation: record, predictions: [prediction])
    let stored = try #require(try database.newestEvaluation(of: run, part: .test)).record
    #expect(stored.loss.isNaN)
    #expect(
      stored.metrics == [MetricRecord(name: "roc_auc", value: nil, low: nil, high: .infinity)])
    let read = try database.predictions(of: id)[0]
    #expect(read.probability.isNaN && read.probabilities[0].isNaN && read.probabilities[1] == 0.5)
  }

  @Test func tellsClassesApartByTheirBytes() throws {
    var record = sampleEvaluation(of: run, part: .test, step: 1)
    record.classes = ["\u{E9}", "e\u{301}"]
    record.confusion = [
      ConfusionCount(truth: "e\u{301}", predicted: "\u{E9}", count: 1),
      ConfusionCount(truth: "\u{E9}", predicted: "\u{E9}", count: 2),
    ]
    try database.append(evaluation: record)
    #expect(try database.evaluations(of: run)[0].record.confusion.map(\.count) == [1, 2])
  }

  @Test func replacesAnEvaluationMadeAgainInTraining() throws {
    for accuracy in [0.5, 0.75] {
      try database.append(
        evaluation: sampleEvaluation(
          of: run, part: .validation, step: 100, epoch: 1, accuracy: accuracy))
    }
    try database.append(evaluation: sampleEvaluation(of: run, part: .train, step: 100))
    try database.append(evaluation: sampleEvaluation(of: run, part: .validation, step: 200))
    let evaluations = try database.evaluations(of: run).map(\.record)
    #expect(evaluations.map(\.part) == [.validation, .train, .validation])
    #expect(evaluations[0].metrics[0].value == 0.75)
    #expect(try database.newestEvaluation(of: run, part: .validation)?.record.step == 200)
    #expect(try database.newestEvaluation(of: run, part: .test) == nil)
  }

  @Test func keepsEveryEvaluationOfASavedModel() throws {
    for _ in 0..<2 {
      try database.append(
        evaluation: sampleEvaluation(of: run, part: .file, step: nil, model: model))
      try database.append(
        evaluation: sampleEvaluation(of: nil, part: .file, step: nil, model: model))
    }
    #expect(try database.evaluations(of: run).count == 2)
    #expect(
      try rows("SELECT count(*) AS n FROM v_evaluations WHERE run IS NULL", in: database.path)
        == [["n": 2]])
  }

  @Test func storesNothingOfABadEvaluation() throws {
    var record = sampleEvaluation(of: run, part: .test, step: 1)
    record.metrics.append(MetricRecord(name: "rocAUC", value: 1))
    #expect(throws: RunDatabaseError.self) { try database.append(evaluation: record) }
    let twice = samplePredictions() + samplePredictions()
    #expect(throws: RunDatabaseError.self) {
      try database.append(
        evaluation: sampleEvaluation(of: run, part: .test, step: 1), predictions: twice)
    }
    #expect(throws: RunDatabaseError.self) {
      try database.append(evaluation: sampleEvaluation(of: nil, part: .file, step: nil))
    }
    for table in ["evaluations", "evaluation_metrics", "confusion_counts", "predictions"] {
      #expect(try rows("SELECT * FROM \(table)", in: database.path).isEmpty)
    }
  }

  @Test func errorsCarryNoText() throws {
    var prediction = samplePredictions(text: "the secret")[0]
    prediction.row = 0
    let error = #expect(throws: RunDatabaseError.self) {
      try database.append(
        evaluation: sampleEvaluation(of: run, part: .test, step: 1), predictions: [prediction])
    }
    #expect(error?.description.contains("secret") == false)
    #expect(error?.description.contains(folder.database) == true)
  }

  @Test func keepsTextsOnlyWhereAskedAndUntilDeleted() throws {
    let text = "a message that must not stay behind"
    try database.append(
      evaluation: sampleEvaluation(of: run, part: .test, step: 1),
      predictions: samplePredictions())
    #expect(try rows("SELECT * FROM predictions WHERE text IS NOT NULL", in: database.path).isEmpty)
    try database.append(
      evaluation: sampleEvaluation(of: run, part: .test, step: 2),
      predictions: samplePredictions(text: text))
    #expect(try folder.holds(text))
    try database.delete(run)
    #expect(try !folder.holds(text))
  }
}
