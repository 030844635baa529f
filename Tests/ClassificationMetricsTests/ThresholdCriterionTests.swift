import ClassificationMetrics
import Foundation
import Testing

@Suite struct ThresholdCriterionTests {
  @Test(arguments: [
    ("0.1%", 0.001), ("0.1 %", 0.001), (" 5%", 0.05), ("100%", 1), ("0%", 0), ("0.001", 0.001),
    (".5", 0.5), ("1.0", 1), ("0", 0),
  ])
  func shares(text: String, share: Double) throws {
    #expect(try ThresholdCriterion.share(parsing: text) == share)
  }

  @Test(arguments: [
    "", "%", "five", "5", "101%", "-1%", "-0.1", "1.5", "nan", "nan%", "1e300%", "0,1%",
  ])
  func noShares(text: String) {
    #expect(throws: MetricError.notAShare(text)) { try ThresholdCriterion.share(parsing: text) }
  }

  @Test func onePercentOrAll() {
    expectError("'1' may mean 1 % or all of them. Write 1% or 100%.") {
      try ThresholdCriterion.share(parsing: "1")
    }
  }

  @Test func costs() throws {
    let expected = ThresholdCriterion.cost(falsePositive: 10, falseNegative: 0.5)
    #expect(try ThresholdCriterion.cost(parsing: "fp=10,fn=0.5") == expected)
    #expect(try ThresholdCriterion.cost(parsing: " fn = 0.5 , fp = 10 ") == expected)
    for text in ["", "10", "fp=10", "fp=10,fp=1", "fp=10,fn=1,", "fp=a,fn=1", "fp=1,fn=1,tp=1"] {
      #expect(throws: MetricError.notCosts(text)) { try ThresholdCriterion.cost(parsing: text) }
    }
    #expect(throws: MetricError.costsOutOfRange(falsePositive: -1, falseNegative: 1)) {
      try ThresholdCriterion.cost(parsing: "fp=-1,fn=1")
    }
    #expect(throws: MetricError.costsOutOfRange(falsePositive: .infinity, falseNegative: 1)) {
      try ThresholdCriterion.cost(parsing: "fp=inf,fn=1")
    }
  }

  @Test func inWords() {
    func words(_ criterion: ThresholdCriterion) -> String {
      criterion.sentence(positive: "spam", negative: "ham")
    }
    #expect(words(.maxFalsePositiveRate(0.001)) == "at most 0.1 % of ham counts as spam")
    #expect(words(.maxFalseNegativeRate(0.07)) == "at most 7 % of spam counts as ham")
    #expect(words(.minPrecision(0.995)) == "at least 99.5 % of what counts as spam is spam")
    #expect(
      words(.cost(falsePositive: 1_500, falseNegative: 0.25))
        == "the lowest cost, with 1,500 for ham that counts as spam and 0.25 for spam that counts as ham"
    )
    #expect(words(.bestMCC) == "the highest Matthews correlation")
  }

  @Test(arguments: [
    (ThresholdCriterion.maxFalsePositiveRate(0.001), #"{"name":"max_fpr","share":0.001}"#),
    (.maxFalseNegativeRate(0.5), #"{"name":"max_fnr","share":0.5}"#),
    (.minPrecision(0.5), #"{"name":"min_precision","share":0.5}"#),
    (
      .cost(falsePositive: 10, falseNegative: 1),
      #"{"false_negative":1,"false_positive":10,"name":"cost"}"#
    ),
    (.bestF1, #"{"name":"best_f1"}"#), (.bestMCC, #"{"name":"best_mcc"}"#),
  ])
  func codable(criterion: ThresholdCriterion, text: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(criterion)
    #expect(String(decoding: data, as: UTF8.self) == text)
    #expect(try JSONDecoder().decode(ThresholdCriterion.self, from: data) == criterion)
  }

  @Test(arguments: [
    #"{"name":"max_fpr","share":2}"#, #"{"name":"max_fpr"}"#, #"{"name":"lowest"}"#,
    #"{"name":"cost","false_positive":0,"false_negative":0}"#,
  ])
  func decodingRefuses(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ThresholdCriterion.self, from: Data(text.utf8))
    }
  }
}
