import Audits
import ClassificationMetrics
import Testing

@Suite struct ObfuscationTests {
  private let messages: [(text: String, isSpam: Bool)] = [
    ("win a prize today", true), ("claim your reward", true), ("see you at lunch", false),
    ("lunch at home?", false), ("home at last", false),
  ]

  @Test func aModelOfExactWordsIsFooledByEveryDisguiseOfThem() throws {
    let model = Oracle { $0 == "win a prize today" || $0 == "claim your reward" }
    let audit = try #require(try model.audited(messages).obfuscation(score: model.scores))
    #expect(audit.positives == 2)
    #expect(audit.threshold == 0.5)
    #expect(audit.recall == .proportion(2, of: 2))
    #expect(audit.falsePositiveRate == .proportion(0, of: 3))
    #expect(
      audit.disguises.map(\.name) == [
        "homoglyphs", "zero-width characters", "leetspeak", "spaced letters", "good words",
      ])
    for disguise in audit.disguises {
      #expect(disguise.changed == 2)
      #expect(disguise.recall == .proportion(0, of: 2))
    }
  }

  @Test func goodWordsFoolAModelThatLooksForThem() throws {
    let model = Oracle { !$0.contains("lunch") && !$0.contains("home") }
    let audit = try #require(try model.audited(messages).obfuscation(score: model.scores))
    for disguise in audit.disguises {
      #expect(disguise.recall.value == (disguise.name == "good words" ? 0 : 1))
    }
  }

  @Test func onlyPositiveMessagesAreDisguised() throws {
    var asked: [String] = []
    let model = Oracle { _ in true }
    _ = try model.audited(messages).obfuscation { texts in
      asked += texts
      return model.scores(texts)
    }
    #expect(asked.count == 10)
    #expect(
      !asked.contains { $0.hasPrefix("see") || $0.hasPrefix("lunch") || $0.hasPrefix("home") })
  }

  private let ranked = audited(
    (1...10).map { (text: "ham \($0)", isSpam: false, spam: Double($0) / 10) }
      + [("spam x", true, 0.95), ("spam y", true, 0.9), ("spam z", true, 0.3)])

  private func audit(_ rate: Double?) throws -> ObfuscationAudit {
    try #require(
      try ranked.obfuscation(falsePositiveRate: rate) { texts in texts.map { _ in [1, 0] } })
  }

  @Test(arguments: [(0.1, 1, 1), (0.19, 1, 1), (0.2, 2, 2), (0.0, 0, 0), (0.3, 3, 2), (0.8, 8, 3)])
  func theThresholdKeepsToTheRate(rate: Double, alarms: Int, found: Int) throws {
    let audit = try self.audit(rate)
    #expect(audit.falsePositiveRate == .proportion(alarms, of: 10))
    #expect(audit.recall == .proportion(found, of: 3))
  }

  @Test func withoutARateTheModelsOwnThresholdStays() throws {
    let audit = try self.audit(nil)
    #expect(audit.threshold == 0.5)
    #expect(audit.falsePositiveRate == .proportion(6, of: 10))
    #expect(audit.recall == .proportion(2, of: 3))
    #expect(audit.disguises.allSatisfy { $0.recall.value == 0 })
  }

  @Test(arguments: [-0.1, 1, 1.5, .nan, .infinity])
  func anImpossibleRateIsRefused(rate: Double) {
    #expect(throws: AuditError.self) { try self.audit(rate) }
  }

  @Test func oneClassAloneIsSaidToBe() throws {
    let spam = audited([("spam x", true, 0.9)])
    #expect(throws: AuditError.noNegatives) {
      try spam.obfuscation(falsePositiveRate: 0.1) { _ in [] }
    }
    let audit = try #require(try spam.obfuscation { texts in texts.map { _ in [0, 1] } })
    #expect(audit.falsePositiveRate.undefinedReason == "every example has the label 'spam'")
    #expect(audit.disguises.last?.changed == 0)
    let ham = try #require(try audited([("ham", false, 0.1)]).obfuscation { _ in [] })
    #expect(ham.recall.value == nil)
    #expect(ham.recall.undefinedReason == "no example has the label 'spam'")
  }
}
