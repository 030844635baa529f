import ClassificationMetrics
import ClassifierModels
import Foundation
import GPT2
import GPT2Kernels
import TestModels
import TestSupport
import Testing

@Suite struct TextClassifierTests {
  private let models: TinyModels
  private let texts = TinyMessages.labelled(12).map(\.text)

  init() throws {
    models = try TinyModels()
  }

  @Test func answersAreTheSoftmaxOfTheLogits() throws {
    let classifier = try TextClassifier(directory: models.saveClassifier("spam"))
    #expect(classifier.classes == ClassSet(["ham", "spam"], positive: 1))
    for answer in try classifier.classify(texts) {
      let exponentials = answer.logits.map { exp($0) }
      let sum = exponentials.reduce(0, +)
      expectClose(answer.probabilities, exponentials.map { $0 / sum }, within: 1e-12)
      let best = answer.probabilities[0] >= answer.probabilities[1] ? 0 : 1
      #expect(answer.label == classifier.classes.names[best])
      #expect(answer.probability == answer.probabilities[best])
      #expect(answer.windowCount == 1 && !answer.isTruncated)
    }
  }

  @Test func aTemperatureIsAppliedToProbabilitiesAlone() throws {
    let path = try models.saveClassifier("spam")
    let plain = try TextClassifier(directory: path).classify(texts)
    try ModelDecision(temperature: 2).write(to: path)
    for (calibrated, plain) in zip(try TextClassifier(directory: path).classify(texts), plain) {
      #expect(calibrated.logits == plain.logits)
      let odds = log(plain.probabilities[0] / plain.probabilities[1])
      let halved = log(calibrated.probabilities[0] / calibrated.probabilities[1])
      #expect(abs(halved - odds / 2) < 1e-5)
    }
  }

  @Test func betweenTwoThresholdsNothingIsDecided() throws {
    let path = try models.saveClassifier("spam")
    let scores = try TextClassifier(directory: path).classify(texts).map { $0.probabilities[1] }
    let sorted = scores.sorted()
    let (low, high) = (sorted[4], sorted[8])
    try ModelDecision(
      rule: DecisionRule(threshold: high, unsureFrom: low), positiveLabel: "spam"
    ).write(to: path)
    let classifier = try TextClassifier(directory: path)
    for (answer, score) in zip(try classifier.classify(texts), scores) {
      #expect(answer.label == (score >= high ? "spam" : score >= low ? "unsure" : "ham"))
      #expect(answer.probability == (score < low ? answer.probabilities[0] : score))
    }
    // A threshold given in its place leaves nothing open.
    let decided = try classifier.deciding(at: high)
    #expect(
      try decided.classify(texts).map(\.label) == scores.map { $0 >= high ? "spam" : "ham" })
  }

  @Test func aThresholdIsRefusedWhereItMeansNothing() throws {
    let two = try TextClassifier(directory: models.saveClassifier("two"))
    #expect(throws: ClassifierError.self) { try two.deciding(at: 1.5) }
    #expect(throws: ClassifierError.unknownClass("eggs", classes: ["ham", "spam"])) {
      try two.deciding(at: 0.5, for: "eggs")
    }
    let three = try TextClassifier(
      directory: models.saveClassifier("three", labels: ["a", "b", "c"]))
    #expect(three.classes.positive == nil)
    #expect(throws: ClassifierError.self) { try three.deciding(at: 0.5, for: "a") }
  }

  @Test func windowsAreAveraged() throws {
    let classifier = try TextClassifier(directory: models.saveClassifier("spam"))
    let long = texts.joined(separator: " ")
    let whole = try #require(try classifier.classify([long], longText: .windows).first)
    #expect(whole.windowCount > 2 && !whole.isTruncated)
    let windows = try ModelFolder(path: models.file("spam")).classifier().logits(
      of: try classifier.encoder.encode(long, longText: .windows).windows)
    let means = (0..<2).map { column in
      (0..<windows.rows).reduce(0) { $0 + Double(windows[$1, column]) } / Double(windows.rows)
    }
    expectClose(whole.logits, means, within: 1e-6)
    #expect(try classifier.classify([long])[0].isTruncated)
  }

  @Test func preparedItAnswersTheSame() throws {
    let classifier = try TextClassifier(directory: models.saveClassifier("spam"))
    let plain = try classifier.classify(texts).flatMap(\.logits)
    let prepared = try classifier.prepared(.float32).classify(texts).flatMap(\.logits)
    expectClose(prepared, plain, within: 1e-5)
  }

  @Test func aFolderWithoutHeadIsNoClassifier() throws {
    #expect(throws: ModelError.noHead(file: models.base)) {
      try TextClassifier(directory: models.base)
    }
  }

  @Test func anExportAnswersTheSameWithoutBiasTemperatureAndBase() throws {
    let path = try models.saveClassifier("spam")
    try ModelDecision(temperature: 1.7).write(to: path)
    try HuggingFaceExport.write(model: path, output: models.file("exported"))
    let before = try TextClassifier(directory: path).classify(texts).flatMap(\.probabilities)
    try FileManager.default.removeItem(atPath: models.base)
    let exported = try TextClassifier(directory: models.file("exported"))
    expectClose(try exported.classify(texts).flatMap(\.probabilities), before, within: 1e-5)
    #expect(exported.decision.isPlain)
    #expect(try ModelFolder(path: models.file("exported")).classifier().head.bias == nil)
  }

  @Test func aFoldedThresholdBecomesTheMostProbableClass() throws {
    let path = try models.saveClassifier("spam")
    let scores = try TextClassifier(directory: path).classify(texts).map { $0.probabilities[1] }
    let threshold = scores.sorted()[6]
    #expect(throws: ModelFolderError.noThreshold(model: path)) {
      try HuggingFaceExport.write(
        model: path, foldsThreshold: true, output: models.file("early"))
    }
    try ModelDecision(rule: DecisionRule(threshold: threshold), positiveLabel: "spam")
      .write(to: path)
    try HuggingFaceExport.write(model: path, foldsThreshold: true, output: models.file("exported"))
    let answers = try TextClassifier(directory: models.file("exported")).classify(texts)
    for (answer, score) in zip(answers, scores) where abs(score - threshold) > 1e-5 {
      #expect(answer.label == (score >= threshold ? "spam" : "ham"))
    }
  }

  @Test func anExportThatCouldNotAnswerTheSameIsRefused() throws {
    let mean = try models.saveClassifier("mean", pooling: .mean)
    #expect(throws: ModelFolderError.poolingNotExportable("mean", model: mean)) {
      try HuggingFaceExport.write(model: mean, output: models.file("out"))
    }
    let dependent = try models.saveClassifier("dependent") { classifier in
      // Equal rows with unequal biases: no vector gives both.
      classifier.head.weight.value.rows(1..<2).copy(from: classifier.head.weight.value.rows(0..<1))
    }
    #expect(throws: ModelFolderError.dependentHead(dependent)) {
      try HuggingFaceExport.write(model: dependent, output: models.file("out"))
    }
  }
}
