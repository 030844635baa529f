import Baselines
import Testing

@Suite struct OneRuleTests {
  private func rule(_ matching: [String], _ others: [String]) throws -> OneRule {
    try OneRule(
      matching + others,
      labels: matching.map { _ in 1 } + others.map { _ in 0 }, classCount: 2)
  }

  @Test("each kind of rule is found and says itself in words")
  func kinds() throws {
    let plain = (0..<6).map { "see you at \($0) then" }
    let cases: [([String], [String], String)] = [
      (["code 12345 x", "tel 998877 x"], plain, "5 or more digits in a row"),
      (["my page www.x.y", "go to X.COM x"], plain, "a link"),
      (["gives 5 £ yes", "some 3 ¥ okay"], plain, "a currency sign"),
      (["oh well yes !", "good morning!"], plain, "an exclamation mark"),
      (
        [String(repeating: "ab ", count: 9), String(repeating: "cd ", count: 12)], plain,
        "20 or more characters"
      ),
      (["WELL OK then", "Well OKAY you"], plain, "10 % or more of the letters are capitals"),
    ]
    for (matching, others, expected) in cases {
      let rule = try rule(matching, others)
      #expect(rule.description == expected)
      #expect(rule.trainingCorrelation == 1)
      #expect((rule.matchingClass, rule.otherClass) == (1, 0))
    }
  }

  @Test("a word counts when five texts have it")
  func words() throws {
    let others = ["aa bb", "cc dd", "ee ff", "gg hh", "ii jj", "kk ll"]
    let with = (0..<5).map { "prize is \($0) yours" }
    let rule = try rule(with, others)
    // "is", "prize", "yours" are as good; the first by code points.
    #expect(rule.description == "the word \"is\"")
    let found = rule.probabilities(of: ["what IS it", "this", ""])
    // 5 + 1 of 5 + 2 texts, and 6 + 1 of 6 + 2.
    expectClose(
      found, [[1 / 7.0, 6 / 7.0], [7 / 8.0, 1 / 8.0], [7 / 8.0, 1 / 8.0]], within: 1e-15)
    #expect(rule.parameterCount == 5)
    let four = try self.rule(Array(with.prefix(4)), others)
    #expect(!four.description.hasPrefix("the word \"is\""))
  }

  @Test("the rule may speak for the more frequent class")
  func frequentClassMatches() throws {
    let rule = try OneRule(
      ["123456", "7654321", "0000000", "no"], labels: [1, 1, 1, 0], classCount: 2)
    #expect(rule.description == "5 or more digits in a row")
    #expect((rule.matchingClass, rule.otherClass) == (1, 0))
  }

  /// What a rule reaches on so many texts of each class on either side of it.
  private func correlation(matching: [Int], others: [Int]) throws -> Double {
    var (texts, labels): ([String], [Int]) = ([], [])
    for (text, counts) in [("12345", matching), ("seven", others)] {
      for (label, count) in counts.enumerated() {
        texts += [String](repeating: text, count: count)
        labels += [Int](repeating: label, count: count)
      }
    }
    return try OneRule(texts, labels: labels, classCount: matching.count)
      .trainingCorrelation
  }

  @Test("the correlation of two classes is that of the 2 × 2 table, of more the mean over classes")
  func correlation() throws {
    // TP 6, FP 1, FN 2, TN 11: (66 − 2) / √(7·13·8·12).
    let two = try correlation(matching: [1, 6], others: [11, 2])
    let spread: Double = 7 * 13 * 8 * 12
    #expect(abs(two - 64 / spread.squareRoot()) < 1e-15)
    // Both sides say the same.
    #expect(try correlation(matching: [3, 1], others: [5, 1]) == 0)
    #expect(try correlation(matching: [0, 0], others: [5, 1]) == 0)
    // Class 0 against the rest: TP 4, FP 2, FN 0, TN 4, so 16 / √(6·4·4·6) = 2/3. Class 1 is told without
    // an error, class 2 never.
    let three = try correlation(matching: [0, 4, 0], others: [4, 0, 2])
    let mean = (2.0 / 3 + 1) / 3
    #expect(abs(three - mean) < 1e-15)
  }

  @Test(
    "web addresses and what only looks like one",
    arguments: [
      ("HTTP://a.b", true), ("see https://x", true), ("Www.x", true), ("www.", true),
      ("go to shop.com", true), ("shop.com!", true), ("shop.com/x", true), ("a.CO.UK.", true),
      ("well.comment on it", false), (".com", false), ("a .com", false), ("http", false),
      ("ok...come", false), ("é.org", true), ("", false), ("a.or", false), ("x.co", false),
    ])
  func links(text: String, expected: Bool) throws {
    let rule = try rule(["my page www.x.y", "go to X.COM x"], ["see you then", "see you at 5"])
    #expect(rule.description == "a link")
    #expect(largest(rule.probabilities(of: [text])) == [expected ? 1 : 0])
  }
}
