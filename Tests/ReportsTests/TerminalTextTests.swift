import Testing

@testable import Reports

@Suite struct TerminalTextTests {
  @Test func lineEndsStayUnlessOneLineIsAskedFor() {
    let text = "a\r\nb\nc\td\u{1B}[31m\u{9B}e\u{2066}f\u{85}g"
    #expect(
      text.steeringNothing == "a\u{FFFD}\nb\nc\u{FFFD}d\u{FFFD}[31m\u{FFFD}e\u{FFFD}f\u{FFFD}g")
    #expect(text.inOneLine == "a b c d\u{FFFD}[31m\u{FFFD}e\u{FFFD}f g")
    #expect(text.inOneLineEscaped == "a\\r\\nb\\nc\\td\\u{1b}[31m\\u{9b}e\\u{2066}f\\u{85}g")
  }

  @Test func otherLettersStay() {
    let text = "שלום 👩‍👩‍👧 é e\u{301} £5"
    #expect(text.steeringNothing == text)
    #expect(text.inOneLine == text)
    #expect(text.inOneLineEscaped == text)
  }

  @Test func longTextsEndInAnEllipsis() {
    #expect("abcd".shortened(to: 4) == "abcd")
    #expect("abcde".shortened(to: 4) == "abc…")
  }

  @Test func aTableKeepsItsRowsWhateverItsCellsHold() {
    var table = TextTable(["a", "b"], .left)
    table.append(["x\ny", "\u{1B}[2J"])
    #expect(table.text == "a    b\n───  ────\nx y  \u{FFFD}[2J")
  }
}
