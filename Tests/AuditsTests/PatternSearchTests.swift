import Audits
import Testing

@Suite struct PatternSearchTests {
  @Test func everyTextHasAnAnswer() throws {
    let pattern = try SlicePattern(name: "digits", pattern: "[0-9]{3}")
    #expect(
      try PatternSearch.matches(of: pattern, in: ["a 123", "12", "", "x9999"]) == [
        true, false, false, true,
      ])
    #expect(try PatternSearch.matches(of: pattern, in: []) == [])
  }

  @Test func aPatternThatTakesTooLongIsGivenUp() throws {
    // It tries every division of the letters into runs, of which each letter more makes twice as many.
    let pattern = try SlicePattern(name: "slow", pattern: "(a+)+$")
    let text = String(repeating: "a", count: 18) + "!"
    #expect(throws: AuditError.slowPattern("slow", seconds: 1)) {
      try PatternSearch.matches(of: pattern, in: ["fine", text], patience: 1)
    }
  }
}
