import Foundation
import RunDatabase
import Testing

@testable import Reports

@Suite struct TableWriterTests {
  private func written(
    _ columns: [String], _ rows: [[SettingValue]], _ format: TableFormat, missing: String = "–",
    digits: Int? = nil
  ) throws -> String {
    var text = ""
    var table = try TableWriter(columns, format: format, missing: missing, digits: digits) {
      text += $0
    }
    for row in rows { try table.append(row) }
    try table.finish()
    return text
  }

  private let rows: [[SettingValue]] = [
    ["a", 1, 0.1234567891, true], ["b,\"c\"", .null, .number(.infinity), ""],
  ]

  @Test func textAlignsNumbersOnTheRight() throws {
    #expect(
      try written(["n", "count", "share", "flag"], rows, .text, missing: "NULL", digits: 4) == """
        n      count   share  flag
        ─────  ─────  ──────  ────
        a          1  0.1235  true
        b,"c"   NULL     inf

        """)
  }

  @Test func textStaysOnOneLine() throws {
    let text = try written(["a\nb"], [["one\ntwo\tthree\u{1B}[2J"]], .text)
    #expect(text.hasSuffix("one\\ntwo\\tthree\\u{1b}[2J\n"))
    #expect(text.split(separator: "\n").count == 3)
  }

  @Test func lettersAreNotTurnedRound() throws {
    #expect(
      try written(["a"], [["x\u{202E}y\u{2028}z"]], .text).hasSuffix("x\\u{202e}y\\u{2028}z\n"))
  }

  @Test func csvTellsAnEmptyTextFromNone() throws {
    #expect(
      try written(["n", "count", "share", "f,g"], rows, .csv) == """
        n,count,share,"f,g"
        a,1,0.1234567891,true
        "b,""c""\",,inf,""

        """)
  }

  @Test func jsonIsAnObjectForEachRowInTheOrderOfTheColumns() throws {
    #expect(
      try written(["n", "z", "a", "n"], rows, .json) == #"""
        [
        {"n":"a","z":1,"a":0.1234567891,"n_2":true},
        {"n":"b,\"c\"","z":null,"a":"inf","n_2":""}
        ]

        """#)
    #expect(try written(["n"], [], .json) == "[]\n")
    #expect(
      try written(["l"], [[.list([1, .text("x/y")])]], .json) == "[\n{\"l\":[1,\"x/y\"]}\n]\n")
  }

  @Test func aTableWithoutRowsHasItsHeader() throws {
    #expect(try written(["one", "two"], [], .text) == "one  two\n───  ───\n")
    #expect(try written(["one", "two"], [], .csv) == "one,two\n")
  }

  @Test func aLongTableIsWrittenAsItComes() throws {
    var pieces = 0
    var table = try TableWriter(["n"], format: .text) { _ in pieces += 1 }
    for number in 1...499 { try table.append([.integer(Int64(number))]) }
    #expect(pieces == 0)
    try table.append([500])
    #expect(pieces == 1)
    try table.append([501])
    #expect(pieces == 2)
    try table.finish()
    #expect(pieces == 2)
  }

  @Test func whoeverTakesTheLinesMayRefuse() throws {
    struct Full: Error {}
    #expect(throws: Full.self) { _ = try TableWriter(["a"], format: .csv) { _ in throw Full() } }
  }
}
