import Audits
import ClassificationMetrics
import Testing
import TextDatasets

@Suite struct SliceTests {
  private let messages = audited([
    ("call 08001234567 now", true, 0.9), ("WIN at www.x.com", true, 0.2), ("£5 for you", true, 0.8),
    ("see you at noon", false, 0.1), ("I owe you £10", false, 0.7),
    ("привет, как дела", false, 0.4),
    ("😀", false, 0.3), (String(repeating: "a long one ", count: 20), false, 0.1),
  ])

  private func slice(
    _ group: String, _ name: String, in slices: [Slice],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Slice {
    try #require(
      slices.first { $0.group == group && $0.name == name }, "\(group), \(name)",
      sourceLocation: sourceLocation)
  }

  @Test func everySliceCountsItsOwnMessages() throws {
    let slices = try messages.slices()
    let currency = try slice("currency", "with", in: slices)
    #expect(currency.examples == 2)
    #expect(currency.positives == 1)
    #expect(currency.accuracy.value == 0.5)
    #expect(currency.precision.value == 0.5)
    #expect(currency.recall.value == 1)
    #expect(currency.falsePositiveRate.value == 1)
    let others = try slice("currency", "without", in: slices)
    #expect(others.examples == 6)
    #expect(others.recall == .proportion(1, of: 2))
    #expect(others.falsePositiveRate == .proportion(0, of: 4))
    #expect(try slice("links", "with", in: slices).recall.value == 0)
    #expect(try slice("digits", "with", in: slices).examples == 3)
    #expect(try slice("length", "0 to 49 characters", in: slices).examples == 7)
    #expect(try slice("length", "161 to 499 characters", in: slices).examples == 1)
    #expect(try slice("script", "Latin", in: slices).examples == 6)
    #expect(try slice("script", "Cyrillic", in: slices).examples == 1)
    #expect(try slice("script", "none", in: slices).examples == 1)
  }

  @Test func theSlicesOfAGroupAreAllMessages() throws {
    let slices = try messages.slices(
      patterns: [SlicePattern(parsing: "you=you")],
      columns: [MessageColumn(name: "country", values: ["a", "b", "a", "", "b", "a", "", "c"])])
    let groups = Dictionary(grouping: slices, by: \.group)
    #expect(groups.count == 7)
    for (group, slices) in groups {
      #expect(slices.reduce(0) { $0 + $1.examples } == 8, "\(group)")
      #expect(slices.reduce(0) { $0 + ($1.positives ?? 0) } == 3, "\(group)")
      #expect(slices.allSatisfy { $0.examples > 0 }, "\(group)")
    }
  }

  @Test func intervalsAreWilsons() throws {
    // SciPy 1.17, binomtest(1, 2).proportion_ci(method="wilson").
    let accuracy = try slice("currency", "with", in: messages.slices()).accuracy
    #expect(abs(try #require(accuracy.low) - 0.094531) < 1e-6)
    #expect(abs(try #require(accuracy.high) - 0.905469) < 1e-6)
  }

  @Test func whatHasNoDenominatorIsUndefinedWithAReason() throws {
    let none = try slice("script", "none", in: messages.slices())
    #expect(none.recall.value == nil)
    #expect(none.recall.undefinedReason == "no example has the label 'spam'")
    #expect(none.precision.undefinedReason == "no example was predicted as 'spam'")
    #expect(none.falsePositiveRate.value == 0)
    let three = AuditedMessages(
      texts: ["x", "y"], labels: [0, 2], rows: [1, 2],
      classes: ClassSet(["a", "b", "c"], positive: nil),
      probabilities: [[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]])
    let slice = try #require(try three.slices().first)
    #expect(slice.positives == nil)
    #expect(slice.accuracy.value == 0.5)
    #expect(slice.recall.value == nil)
    #expect(slice.recall.undefinedReason == "there is no positive class")
  }

  @Test func theModelsOwnThresholdDecides() throws {
    let strict = audited(
      [("a", true, 0.6), ("b", true, 0.9), ("c", false, 0.7)],
      decision: DecisionRule(threshold: 0.8, unsureFrom: 0.5))
    let slice = try #require(try strict.slices().first)
    #expect(slice.recall.value == 0.5)
    #expect(slice.falsePositiveRate.value == 0)
    #expect(slice.accuracy.value == 2.0 / 3)
  }

  @Test func patternsAreLookedForAnywhere() throws {
    let slices = try messages.slices(patterns: [SlicePattern(parsing: "a=b=(?i)WIN|noon")])
    // The first equals sign separates, so that this pattern begins with "b=".
    #expect(try slice("a", "found", in: slices).examples == 1)
    let both = try messages.slices(patterns: [SlicePattern(parsing: "x=(?i)(win|noon)")])
    #expect(try slice("x", "found", in: both).examples == 2)
    #expect(try slice("x", "not found", in: both).examples == 6)
  }

  @Test(arguments: [
    "(", "[z-a]", "a{3,1}", "*", "(?<=a)b", "\\p{Nothing}", "a{99999999999999999999}",
  ])
  func aBadPatternIsNamed(pattern: String) {
    #expect {
      try SlicePattern(parsing: "mine=" + pattern)
    } throws: { error in
      guard case AuditError.badPattern("mine", let reason) = error else { return false }
      return !reason.isEmpty
    }
  }

  @Test(arguments: ["", "prize", "=x", "prize="])
  func aPatternWithoutNameOrExpressionIsRefused(argument: String) {
    #expect(throws: AuditError.unnamedPattern(argument)) { try SlicePattern(parsing: argument) }
  }

  @Test func valuesBeyondTwentyAreOneSlice() throws {
    let count = 60
    let many = audited((0..<count).map { (text: "t\($0)", isSpam: $0 % 2 == 0, spam: 0.9) })
    let values = (0..<count).map { $0 < 30 ? "big" : "v\($0)" }
    let slices = try many.slices(columns: [MessageColumn(name: "c", values: values)])
      .filter { $0.group == "c" }
    #expect(slices.count == 21)
    #expect(slices[0].name == "big")
    #expect(slices[0].examples == 30)
    #expect(slices[1].name == "v30")
    #expect(slices[20].name == "(11 other values)")
    #expect(slices[20].examples == 11)
  }

  @Test func anEmptyValueHasAName() throws {
    let slices = try messages.slices(
      columns: [MessageColumn(name: "c", values: Array(repeating: "", count: 8))])
    #expect(slices.last?.name == "(empty)")
  }
}
