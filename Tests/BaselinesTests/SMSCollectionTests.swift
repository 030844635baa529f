import Baselines
import Foundation
import TestFiles
import Testing

private let collection = Fixtures.smsCollection

/// The first four fifths of the UCI file to learn from, the rest to measure on.
@Suite(.enabled(if: collection != nil, "needs SPAMTUNE_SMS"))
struct SMSCollectionTests {
  private let texts: [String]
  private let labels: [Int]
  private let split: Int

  init() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: #require(collection)))
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    let fields = lines.map { $0.split(separator: "\t", maxSplits: 1) }
    texts = fields.map { String($0[1]) }
    labels = fields.map { $0[0] == "spam" ? 1 : 0 }
    split = texts.count * 4 / 5
  }

  private func accuracy(_ probabilities: ([String]) -> [[Double]]) -> Double {
    let answers = largest(probabilities(Array(texts[split...])))
    return Double(zip(answers, labels[split...]).count { $0 == $1 }) / Double(answers.count)
  }

  // scikit-learn 1.9.1 reaches 0.98475 and 0.97309 on the same split.
  @Test("naive Bayes and logistic regression are as good as scikit-learn's")
  func wordMethods() throws {
    let (train, classes) = (Array(texts[..<split]), Array(labels[..<split]))
    let bayes = try NaiveBayes(train, labels: classes, classCount: 2)
    #expect(abs(accuracy(bayes.probabilities) - 0.98475) < 1e-4)
    let regression = try LogisticRegression(train, labels: classes, classCount: 2)
    #expect(regression.hasConverged)
    #expect(abs(accuracy(regression.probabilities) - 0.97309) < 1e-4)
  }

  @Test("five digits in a row tell spam")
  func rule() throws {
    let rule = try OneRule(
      Array(texts[..<split]), labels: Array(labels[..<split]), classCount: 2)
    #expect(rule.description == "5 or more digits in a row")
    #expect((rule.matchingClass, rule.otherClass) == (1, 0))
    #expect(accuracy(rule.probabilities) >= 0.96)
  }
}
