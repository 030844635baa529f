import GPT2
import GPT2Kernels
import TestSupport
import Testing

@Suite struct LanguageModelTests {
  private static let text: [Int32] = [3, 17, 8, 0, 11, 2, 2, 19]
  private let model = SmallClassifier.model()

  @Test func logitsAgreeWithTheFormulas() {
    let language = LanguageModel(model: model)
    let naive = NaiveGPT2(SmallClassifier.classifier())
    expectClose(
      language.read(Self.text), naive.languageLogits(of: Self.text).flatMap(\.self), within: 5e-6)
  }

  @Test(arguments: [[1, 1, 1, 1, 1, 1, 1, 1], [3, 5], [1, 6, 1], [8]])
  func aTextInPiecesIsPredictedAsAtOnce(pieces: [Int]) {
    let atOnce = LanguageModel(model: model)
    let expected = atOnce.read(Self.text).doubles.flatMap(\.self)
    let language = LanguageModel(model: model)
    var found: [Double] = []
    for count in pieces {
      let start = language.position
      found += language.read(Array(Self.text[start..<start + count])).doubles.flatMap(\.self)
      #expect(language.position == start + count)
    }
    expectClose(found, expected, within: 2e-6)
  }

  @Test func afterAResetNothingIsRemembered() {
    let language = LanguageModel(model: model)
    let fresh = language.read([4, 5]).bits
    _ = language.read(Self.text)
    language.reset()
    #expect(language.position == 0)
    #expect(language.read([4, 5]).bits == fresh)
  }

  @Test func theWholeContextCanBeRead() {
    let language = LanguageModel(model: model)
    let logits = language.read([Int32](repeating: 7, count: 10))
    #expect(logits.rows == 10 && logits.elements.allSatisfy { $0.isFinite })
    #expect(language.read([]).rows == 0)
  }
}
