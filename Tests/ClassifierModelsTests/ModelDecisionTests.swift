import ClassificationMetrics
import ClassifierModels
import Foundation
import GPT2Kernels
import TestFiles
import Testing

@Suite struct ModelDecisionTests {
  private let folder: TemporaryFolder
  private let classes = ["ham", "spam"]

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func whatIsWrittenIsRead() throws {
    let decision = ModelDecision(
      temperature: 1.5, rule: DecisionRule(threshold: 0.7, unsureFrom: 0.4), positiveLabel: "spam")
    try decision.write(to: folder.path)
    #expect(try ModelDecision(folder: folder.path, classes: classes) == decision)
    // One that says nothing leaves no file.
    try ModelDecision().write(to: folder.path)
    #expect(try folder.names() == [])
    #expect(try ModelDecision(folder: folder.path, classes: classes) == nil)
  }

  @Test(arguments: [
    ("{", "not a description"), (#"{"temperature": 0}"#, "not above 0"),
    (#"{"temperature": -1}"#, "not above 0"),
    (#"{"temperature": 1, "rule": {"threshold": 0.5}}"#, "other classes"),
    (
      #"{"temperature": 1, "positive_label": "eggs", "rule": {"threshold": 0.5}}"#, "other classes"
    ),
    (
      #"{"temperature": 1, "positive_label": "spam", "rule": {"threshold": 0.5, "unsure_from": 0.7}}"#,
      "wrong order"
    ),
    (
      #"{"temperature": 1, "positive_label": "spam", "rule": {"threshold": -0.5}}"#, "wrong order"
    ),
  ])
  func aDamagedFileIsNamed(contents: String, reason: String) throws {
    let path = try folder.file("decision.json", contents)
    do {
      _ = try ModelDecision(folder: folder.path, classes: classes)
      Issue.record("read")
    } catch {
      #expect("\(error)".contains(path) && "\(error)".contains(reason), "\(error)")
    }
  }

  @Test func aThresholdHoldsForItsClassOnly() {
    let decision = ModelDecision(
      temperature: 2, rule: DecisionRule(threshold: 0.7), positiveLabel: "spam")
    #expect(decision.about("spam") == decision)
    #expect(decision.about("ham") == ModelDecision(temperature: 2))
    #expect(decision.about(nil) == ModelDecision(temperature: 2))
  }

  /// Logits twice as sure as they should be: of messages with a difference of ±4 three in four are right.
  private func overconfident(_ count: Int) -> (logits: Matrix, labels: [Int]) {
    let logits = Matrix(rows: count, columns: 2)
    let labels = (0..<count).map { row in
      let answer = row % 2
      logits[row, answer] = 4
      return row % 8 < 6 ? answer : 1 - answer
    }
    return (logits, labels)
  }

  @Test func theTemperatureMakesUpForOverconfidence() throws {
    let (logits, labels) = overconfident(400)
    let (decision, remarks) = try ModelDecision.fitted(
      to: logits, labels: labels, classes: ClassSet(classes, positiveName: "spam"),
      options: DecisionOptions(), messages: ("file", "digest"))
    // At temperature T the probability of an answer is 1 / (1 + exp(−4 / T)), which is 3/4 at 4 / ln 3.
    #expect(abs(decision.temperature - 4 / log(3)) < 1e-3)
    #expect(decision.rule == nil)
    #expect(decision.evidence?.examples == ["ham": 200, "spam": 200])
    #expect(remarks.count == 1 && remarks[0].contains("temperature"))
  }

  @Test func fewMessagesLeaveTheTemperatureAsItWas() throws {
    let (logits, labels) = overconfident(ModelDecision.fewestForTemperature - 2)
    let fitted = try ModelDecision.fitted(
      to: logits, labels: labels, classes: ClassSet(classes, positiveName: "spam"),
      options: DecisionOptions(), messages: ("file", "digest"), knownTemperature: 1.25)
    #expect(fitted.decision.temperature == 1.25)
    #expect(fitted.remarks[0].contains("too few"))
  }

  @Test func aThresholdNeedsTwoClassesAndAPositiveOne() {
    let options = DecisionOptions(criterion: .bestF1)
    #expect(throws: ClassifierError.noThreshold(classes: 3)) {
      try options.check(ClassSet(["a", "b", "c"], positive: 0))
    }
    #expect(throws: ClassifierError.noThreshold(classes: 2)) {
      try options.check(ClassSet(classes, positive: nil))
    }
    #expect(throws: ClassifierError.abstentionIsClass("unsure")) {
      try DecisionOptions(criterion: .bestF1, maximumFalseNegativeRate: 0.1)
        .check(ClassSet(["spam", "unsure"], positive: 0))
    }
    #expect(throws: Never.self) {
      try DecisionOptions().check(ClassSet(["a", "b", "c"], positive: nil))
    }
  }

  @Test func theThresholdParts() throws {
    let logits = Matrix(rows: 60, columns: 2)
    var labels: [Int] = []
    for row in 0..<60 {
      // Spam from a difference of 1 on; nothing in between 0 and 1.
      let difference = Float(row < 30 ? row - 30 : row - 28)
      logits[row, 1] = difference / 10
      labels.append(row < 30 ? 0 : 1)
    }
    let fitted = try ModelDecision.fitted(
      to: logits, labels: labels, classes: ClassSet(classes, positiveName: "spam"),
      options: DecisionOptions(fitsTemperature: false, criterion: .bestMCC),
      messages: ("file", "digest"))
    let threshold = try #require(fitted.decision.rule?.threshold)
    let probabilities = probabilities(ofLogits: logits).map { $0[1] }
    #expect(zip(probabilities, labels).allSatisfy { ($0 >= threshold) == ($1 == 1) })
    #expect(fitted.decision.positiveLabel == "spam")
  }
}
