import Audits
import SeededRandom
import TestFiles
import Testing
import TextDatasets

@Suite struct NearDuplicateTests {
  private let training = [
    "Congratulations! You have won a holiday for two. Call 09061701461 now to claim it.",
    "ok see you later at the usual place then", "hi", "Sorry, I'll call later",
  ]

  @Test func equalMessagesAndSmallChangesAreFound() throws {
    let search = NearDuplicateSearch(training)
    #expect(
      search.mostSimilar(
        to: "congratulations you have won a HOLIDAY for two. Call 08001234567 now to claim it!!!")
        == NearDuplicateSearch.Match(index: 0, similarity: 1))
    let changed = try #require(
      search.mostSimilar(
        to: "Congratulations! You hav won a holiday for two. Call 09061701461 now to claim it."))
    #expect(changed.index == 0)
    #expect(changed.similarity > 0.8 && changed.similarity < 1)
    #expect(search.mostSimilar(to: "Sorry, I'll call later")?.index == 3)
  }

  @Test func othersAreNot() {
    let search = NearDuplicateSearch(training)
    #expect(search.mostSimilar(to: "see you at the usual place") == nil)
    #expect(search.mostSimilar(to: "ho") == nil)
    #expect(search.mostSimilar(to: "") == nil)
    #expect(NearDuplicateSearch([]).mostSimilar(to: "hi") == nil)
  }

  @Test func shortMessagesAreTheirOnlyGram() {
    let search = NearDuplicateSearch(training)
    #expect(search.mostSimilar(to: "Hi!!")?.index == 2)
    #expect(GramSet(MessageNormalisation.key("abcdefg")).grams.count == 3)
    #expect(GramSet(MessageNormalisation.key("aaaaaaaaa")).grams.count == 1)
    #expect(GramSet(MessageNormalisation.key("abcd")).grams.count == 1)
  }

  @Test func ofEqualOnesTheFirstIsNamed() {
    let search = NearDuplicateSearch(["one two three four", "ONE, two three four!", "five"])
    #expect(search.mostSimilar(to: "one two three four")?.index == 0)
  }

  /// Jaccard similarity by its definition.
  private func similarity(_ a: String, _ b: String) -> Double {
    let (x, y) = (
      Set(GramSet(MessageNormalisation.key(a)).grams),
      Set(GramSet(MessageNormalisation.key(b)).grams)
    )
    return Double(x.intersection(y).count) / Double(x.union(y).count)
  }

  private func expectExact(
    _ texts: [String], _ queries: [String], threshold: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Int {
    let search = NearDuplicateSearch(texts, threshold: threshold)
    var found = 0
    for query in queries {
      var best: NearDuplicateSearch.Match?
      for (index, text) in texts.enumerated() {
        let similarity = similarity(query, text)
        if similarity >= threshold, similarity > best?.similarity ?? 0 {
          best = NearDuplicateSearch.Match(index: index, similarity: similarity)
        }
      }
      #expect(search.mostSimilar(to: query) == best, sourceLocation: sourceLocation)
      found += best == nil ? 0 : 1
    }
    return found
  }

  @Test(arguments: [0.3, 0.5, 0.8, 0.9, 1])
  func nothingIsMissedAndNothingInvented(threshold: Double) {
    // A template with words exchanged, so that all degrees of similarity occur.
    var generator = SplitMix64(seed: 5)
    let words = ["alpha", "beta", "gamma", "delta", "omega"]
    func text() -> String {
      (0..<8).map { _ in words[generator.uniform(below: generator.uniform(below: 5) + 1)] }
        .joined(separator: " ")
    }
    let texts = (0..<80).map { _ in text() }
    let found = expectExact(texts, (0..<80).map { _ in text() } + texts, threshold: threshold)
    #expect(found >= 80)
  }

  @Test(.enabled(if: Fixtures.smsCollection != nil))
  func theCollectionsOwnAreFound() throws {
    let dataset = try TextDataset(path: try #require(Fixtures.smsCollection))
    let texts = dataset.messages.map(\.text)
    let search = NearDuplicateSearch(Array(texts[..<3000]))
    // 17 s of Python 3.11: each pair's sets of five characters, of texts normalised as here.
    #expect(texts[3000...].count { search.mostSimilar(to: $0) != nil } == 282)
  }
}
