import Baselines
import Testing

/// Reference numbers: scikit-learn 1.9.1, `make_pipeline(CountVectorizer(), MultinomialNB())`.
@Suite struct NaiveBayesTests {
  @Test("two classes have scikit-learn's probabilities")
  func twoClasses() throws {
    let sample = SampleTexts.two
    let model = try NaiveBayes(sample.texts, labels: sample.labels, classCount: 2)
    expectClose(
      model.probabilities(of: sample.unseen),
      [
        [0.4257961035957738, 0.5742038964042266],
        [0.625, 0.375],
        [0.625, 0.375],
        [0.9756354571182251, 0.024364542881774857],
        [0.035898819831814734, 0.9641011801681857],
      ], within: 1e-12)
  }

  @Test("three classes have scikit-learn's probabilities")
  func threeClasses() throws {
    let sample = SampleTexts.three
    let model = try NaiveBayes(sample.texts, labels: sample.labels, classCount: 3)
    expectClose(
      model.probabilities(of: sample.unseen),
      [
        [0.642154112722461, 0.3348329173383757, 0.023012969939163092],
        [0.18722971254133808, 0.26329178326125674, 0.5494785041974053],
        [0.25, 0.375, 0.375],
        [0.5783501755724662, 0.18847761064424795, 0.2331722137832846],
      ], within: 1e-12)
  }

  @Test("the smoothed shares of a corpus that can be counted by hand")
  func byHand() throws {
    // Words of class 0: aa aa bb; of class 1: bb. V = 2.
    let model = try NaiveBayes(["aa aa bb", "bb"], labels: [0, 1], classCount: 2)
    let (p, q) = (3.0 / 5, 1.0 / 3)
    expectClose(model.probabilities(of: ["aa"]), [[p / (p + q), q / (p + q)]], within: 1e-15)
    #expect(model.parameterCount == 6)
  }
}
