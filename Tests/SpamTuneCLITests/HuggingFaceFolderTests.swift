import Foundation
import TestFiles
import Testing

/// A classifier that `transformers` saved, used as it is, against the logits of `transformers`.
@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct HuggingFaceFolderTests {
  private struct Cases: Decodable {
    struct Case: Decodable {
      let text: String
      let ids: [Int]
      let ownHead: Scores?

      enum CodingKeys: String, CodingKey {
        case text, ids
        case ownHead = "hf-seqcls"
      }
    }
    struct Scores: Decodable {
      let logits: [Double]
    }
    let cases: [Case]
  }

  @Test func theLogitsAreThoseOfTheReference() throws {
    let root = Fixtures.path("tiny/")
    let data = try Data(contentsOf: URL(fileURLWithPath: root + "reference/text_cases.json"))
    let cases = try JSONDecoder().decode(Cases.self, from: data).cases.filter { $0.ownHead != nil }
    try #require(cases.count > 5)
    let bench = try Workbench()
    let outcome = try bench.run(
      ["classify", "--model", root + "hf-seqcls", "--format", "json", "--"] + cases.map(\.text))
    let answers = try outcome.decodedLines(as: Answer.self)
    #expect(answers.count == cases.count)
    for (answer, expected) in zip(answers, cases) {
      #expect(answer.tokens == expected.ids.count)
      let logits = [answer.logits["ham"], answer.logits["spam"]].compactMap(\.self)
      for (one, other) in zip(logits, try #require(expected.ownHead).logits) {
        #expect(abs(one - other) < 1e-4)
      }
    }
  }
}
