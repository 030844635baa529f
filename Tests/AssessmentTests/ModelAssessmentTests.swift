import Assessment
import ClassificationMetrics
import ClassifierModels
import Experiments
import Foundation
import RunDatabase
import TestModels
import Testing
import TextDatasets

@Suite struct ModelAssessmentTests {
  private let made: TinyRun
  private let run: FinishedRun
  private let classifier: TextClassifier

  init() throws {
    made = try TinyRun()
    run = try #require(made.finished())
    classifier = try made.classifier()
  }

  private func file(_ messages: [(label: String, text: String)]) throws -> String {
    try made.models.folder.file("more.tsv", TinyMessages.uci(messages))
  }

  private func scored(_ messages: LabelledMessages) throws -> ScoredMessages {
    try ScoredMessages(messages, by: classifier)
  }

  @Test func scoresAreTheClassifiersAnswers() throws {
    let messages = try run.heldOut()
    let scored = try scored(messages)
    let answers = try classifier.classify(messages.texts)
    #expect(scored.probabilities == answers.map(\.probabilities))
    #expect(scored.logits == answers.map(\.logits))
    #expect(scored.tokenCounts == answers.map(\.tokenCount))
    let right = zip(answers, messages.labels).count { classifier.classes.names[$1] == $0.label }
    #expect(scored.evaluation.accuracy.value == Double(right) / Double(messages.count))
  }

  @Test func anEvaluationIsRecordedWithTheModelsRun() throws {
    let path = try file(TinyMessages.labelled(20, from: 60))
    let result = try ModelEvaluation(
      of: classifier, on: path, reading: ReadingOptions(), home: made.home)
    #expect(result.metrics.examples == 20)
    let database = try RunDatabase.openReadOnly(path: made.database)
    let record = try RunStore.record(of: "run", in: database)
    #expect(try database.newestEvaluation(of: record.id, part: .file)?.record.examples == 20)
  }

  @Test func trainingMessagesAreNotTheirOwnNearDuplicates() throws {
    let all = try LabelledMessages(
      file: made.data, reading: ReadingOptions(), classes: classifier.classes.names)
    let trained = Set(try run.messages(in: .train).rows)
    let found = try ModelAudit.nearDuplicates(of: all, learnedBy: run)
    #expect(found.allSatisfy { !trained.contains($0.row) && trained.contains($0.trainingRow) })
    #expect(try ModelAudit.nearDuplicates(of: run.messages(in: .train), learnedBy: run).isEmpty)
    // In another file a copy of a training message is one, and the audit says that it was learned.
    let copy = try run.messages(in: .train).texts[0]
    let other = try LabelledMessages(
      file: file([("ham", copy), ("spam", "zzzz zzzz")]), reading: ReadingOptions(),
      classes: classifier.classes.names)
    let audit = try ModelAudit(scored(other), by: classifier, madeBy: run)
    #expect(audit.nearDuplicates.map(\.row) == [1] && audit.nearDuplicates[0].similarity == 1)
    #expect(audit.notes.contains { $0.hasPrefix("1 of 2 messages are training messages") })
  }

  @Test func anAuditWithoutRunSaysWhatItCannotKnow() throws {
    let messages = try LabelledMessages(
      file: file(TinyMessages.labelled(20, from: 60)), reading: ReadingOptions(),
      classes: classifier.classes.names)
    let audit = try ModelAudit(scored(messages), by: classifier, madeBy: nil)
    #expect(audit.nearDuplicates.isEmpty)
    #expect(audit.notes.contains { $0.contains("No run made this model") })
  }

  @Test func calibrationLeavesOutWhatTheRunHasUsed() throws {
    #expect(throws: KitError.learnedFrom(made.data)) {
      // All but the six messages for validation were learned from or are tested on; those go as well here.
      let used = try run.messages(in: .train).texts + run.messages(in: .test).texts
      try made.models.folder.file(
        "data/messages.tsv",
        TinyMessages.uci(used.map { ("ham", $0) }.dropLast() + [("spam", used[0])]))
      _ = try ModelCalibration(
        of: TextClassifier(directory: made.folder), madeBy: run, on: made.data,
        options: DecisionOptions())
    }
    let path = try file(TinyMessages.labelled(60, from: 100))
    let result = try ModelCalibration(
      of: TextClassifier(directory: made.folder), madeBy: run, on: path,
      options: DecisionOptions(criterion: .bestF1))
    #expect(result.decision.rule != nil)
    #expect(try TextClassifier(directory: made.folder).decision == result.decision)
  }

  @Test func driftNeedsMessagesAndSeesNoneInTheSame() throws {
    let reference = DriftMessages(try run.messages(in: .train))
    let few = try DriftMessages(
      file: file(TinyMessages.labelled(5, from: 60)), reading: ReadingOptions())
    #expect(throws: KitError.tooFewMessages(few.name, count: 5, needed: 10)) {
      _ = try DriftComparison(of: classifier, from: reference, to: few)
    }
    let more = try DriftMessages(
      file: file(TinyMessages.labelled(42, from: 60)), reading: ReadingOptions())
    let comparison = try DriftComparison(of: classifier, from: reference, to: more)
    #expect(comparison.report.verdict == .none)
    let earlier = try comparison.record(home: made.home)
    #expect(earlier.isEmpty)
    #expect(try comparison.record(home: made.home).count == 1)
  }

  @Test func explanationsSpeakOfTheTokensThatWereRead() throws {
    let text = "QWIN qcash!!! qcall 0900"
    let explanation = try classifier.explanation(of: text)
    #expect(explanation.tokens.map(\.text).joined() == text)
    #expect(explanation.answer.label == explanation.explainedClass)
    if case .found(let deletion) = explanation.deletion {
      #expect(deletion.remaining.label != explanation.answer.label)
      #expect(
        try classifier.classify([deletion.remaining.text])[0].label == deletion.remaining.label)
    }
    let contributions = try classifier.contributions(to: [text, ""])
    #expect(contributions[0].count == explanation.tokens.count && contributions[1].isEmpty)
  }

  @Test func aTrainingMessageIsItsOwnNearest() throws {
    let neighbours = try #require(
      try TrainingNeighbours(of: classifier, madeBy: run, home: made.home))
    let training = try run.messages(in: .train)
    let nearest = try neighbours.nearest(to: training.texts[3], count: 2)
    #expect(nearest.messages.count == 2 && nearest.messages[0].distance < 1e-6)
    #expect(nearest.name == "train part of run run")
    #expect(throws: KitError.unknownTrainingMessages(model: classifier.folder.path)) {
      _ = try TrainingNeighbours(of: classifier, madeBy: nil, home: made.home)
    }
  }
}
