import Baselines
import Testing

/// Reference numbers: scikit-learn 1.9.1,
/// `make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=1000, tol=1e-10))`.
@Suite struct LogisticRegressionTests {
  @Test("two classes have scikit-learn's probabilities")
  func twoClasses() throws {
    let sample = SampleTexts.two
    let model = try LogisticRegression(sample.texts, labels: sample.labels, classCount: 2)
    expectClose(
      model.probabilities(of: sample.unseen),
      [
        [0.5777789713876733, 0.4222210286123267],
        [0.6305987442210823, 0.3694012557789177],
        [0.6305987442210823, 0.3694012557789177],
        [0.721065942962944, 0.27893405703705604],
        [0.5499377417832583, 0.4500622582167418],
      ], within: 1e-6)
    #expect(model.hasConverged)
  }

  @Test("three classes have scikit-learn's probabilities")
  func threeClasses() throws {
    let sample = SampleTexts.three
    let model = try LogisticRegression(sample.texts, labels: sample.labels, classCount: 3)
    expectClose(
      model.probabilities(of: sample.unseen),
      [
        [0.3687351950034173, 0.38597309315208866, 0.245291711844494],
        [0.2055968454185786, 0.30915733921640903, 0.4852458153650125],
        [0.2368561038826968, 0.37340655484009133, 0.389737341277212],
        [0.2976781448139889, 0.34427792627552817, 0.3580439289104829],
      ], within: 1e-6)
    #expect(model.hasConverged)
  }

  @Test("of two classes one has weights, of more each")
  func parameterCount() throws {
    let two = try LogisticRegression(["aa bb", "cc"], labels: [1, 0], classCount: 2)
    #expect(two.parameterCount == 3 + 3 + 1)
    let three = try LogisticRegression(
      ["aa bb", "cc", "aa"], labels: [1, 0, 2], classCount: 3)
    #expect(three.parameterCount == 3 + 3 * (3 + 1))
  }
}
