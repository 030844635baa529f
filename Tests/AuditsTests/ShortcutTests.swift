import Audits
import ClassificationMetrics
import TestFiles
import Testing
import TextDatasets

@Suite struct ShortcutTests {
  /// A model that looks at nothing but five digits in a row.
  private let digits = Oracle { text in
    text.split { !$0.isNumber }.contains { $0.count >= 5 }
  }

  private let messages: [(text: String, isSpam: Bool)] = [
    ("call 08001234567", true), ("text 80808 to win", true), ("you have won a cruise", true),
    ("see you at 5", false), ("my number is 07700900123", false), ("ok then", false),
    ("on my way, 10 minutes", false), ("lunch?", false),
  ]

  @Test func theRuleThatTheModelFollowsIsFoundOut() throws {
    let answers = digits.audited(messages)
    let audit = try #require(answers.shortcuts(score: digits.scores))
    let rule = try #require(audit.rules.first { $0.name == "5 or more digits in a row" })
    #expect(!rule.isReversed)
    #expect(rule.accuracy == .proportion(6, of: 8))
    #expect(audit.accuracy == rule.accuracy)
    #expect(abs(rule.mcc - audit.mcc) < 1e-12)
    // scikit-learn 1.9, matthews_corrcoef([1,1,1,0,0,0,0,0], [1,1,0,0,1,0,0,0]).
    #expect(abs(rule.mcc - 0.4666666666666667) < 1e-12)
  }

  @Test func withoutTheFeatureSuchAModelFindsNothing() throws {
    let audit = try #require(digits.audited(messages).shortcuts(score: digits.scores))
    func masked(_ name: String) throws -> ShortcutAudit.Masked {
      try #require(audit.masked.first { $0.name == name })
    }
    let single = try masked("numbers as a single 0")
    #expect(single.changed == 5)
    #expect(single.flipped == 3)
    #expect(single.recall == .proportion(0, of: 3))
    #expect(single.falsePositiveRate == .proportion(0, of: 5))
    let zeros = try masked("digits as 0")
    #expect(zeros.changed == 5)
    #expect(zeros.flipped == 0)
    #expect(zeros.recall == .proportion(2, of: 3))
    #expect(try masked("capitals lowered").changed == 0)
    #expect(try masked("all of these").recall.value == 0)
  }

  @Test func onlyChangedTextsAreScored() throws {
    var asked: [String] = []
    _ = digits.audited(messages).shortcuts { texts in
      asked += texts
      return digits.scores(texts)
    }
    // Five with each of the masks of numbers, and five with all masks.
    #expect(asked.count == 15)
    #expect(asked.allSatisfy { $0.contains("0") })
  }

  @Test func aFeatureThatSpeaksAgainstIsReversed() throws {
    let loud = Oracle { !$0.contains("!") }
    let audit = try #require(
      loud.audited([("a", true), ("b", true), ("c!", false), ("d!", false)])
        .shortcuts(score: loud.scores))
    let rule = try #require(audit.rules.first)
    #expect(rule.name == "an exclamation mark")
    #expect(rule.isReversed)
    #expect(rule.accuracy.value == 1)
    #expect(rule.mcc == 1)
    #expect(zip(audit.rules, audit.rules.dropFirst()).allSatisfy { $0.mcc >= $1.mcc })
  }

  @Test func thereIsNoneWithoutAPositiveClassOfTwo() {
    let none = AuditedMessages(
      texts: ["x"], labels: [0], rows: [1], classes: ClassSet(classes.names, positive: nil),
      probabilities: [[0.5, 0.5]])
    #expect(none.shortcuts { _ in [] } == nil)
    let three = AuditedMessages(
      texts: ["x"], labels: [0], rows: [1], classes: ClassSet(["a", "b", "c"], positive: 1),
      probabilities: [[0.5, 0.3, 0.2]])
    #expect(three.shortcuts { _ in [] } == nil)
  }

  @Test(.enabled(if: Fixtures.smsCollection != nil))
  func fiveDigitsReach97PercentOfTheCollection() throws {
    let dataset = try TextDataset(path: try #require(Fixtures.smsCollection))
    let answers = AuditedMessages(
      texts: dataset.messages.map(\.text), labels: dataset.classIndices,
      rows: dataset.messages.map(\.row), classes: ClassSet(dataset.classes, positive: 1),
      probabilities: dataset.messages.map { _ in [0.9, 0.1] })
    let audit = try #require(
      answers.shortcuts { texts in texts.map { _ in [0.9, 0.1] } })
    let best = try #require(audit.rules.first)
    #expect(best.name == "5 or more digits in a row")
    // Python 3.11: sum((label == "spam") == bool(re.search(r"\d{5}", text))).
    #expect(best.accuracy == .proportion(5409, of: 5574))
    #expect(abs(best.mcc - 0.8678099313286723) < 1e-12)
  }
}
