/// Logistic regression on TF-IDF weighted word counts, C = 1.
///
/// The probabilities are those of scikit-learn's `TfidfVectorizer()` and
/// `LogisticRegression(max_iter=1000)`, up to the tolerance at which each stops. A text without known
/// words is judged by the intercepts alone.
package struct LogisticRegression: BaselineModel {
  private let vocabulary: WordVocabulary
  private let frequencies: InverseDocumentFrequencies
  private let model: LogisticModel
  /// Whether the minimum was found within 1,000 iterations.
  package let hasConverged: Bool

  package init(_ texts: [String], labels: [Int], classCount: Int) throws(BaselineError) {
    let training = try TrainingLabels(labels, exampleCount: texts.count, classCount: classCount)
    let vocabulary = WordVocabulary(texts: texts)
    let counts = texts.map { vocabulary.counts(of: $0) }
    let frequencies = InverseDocumentFrequencies(rows: counts, wordCount: vocabulary.count)
    let loss = LogisticLoss(
      features: SparseFeatures(
        rows: counts.map { frequencies.weighted($0) }, columnCount: vocabulary.count),
      labels: training.placesInPresent, classCount: training.present.count,
      isTraining: [Bool](repeating: true, count: texts.count), strength: 1)
    let minimum = LimitedMemoryBFGS().minimize(
      from: [Double](repeating: 0, count: loss.parameterCount), loss.value)
    let (weights, intercepts) = loss.split(minimum.point)
    self.vocabulary = vocabulary
    self.frequencies = frequencies
    model = LogisticModel(
      classCount: classCount, present: training.present, weights: weights, intercepts: intercepts)
    hasConverged = minimum.hasConverged
  }

  package func probabilities(of texts: [String]) -> [[Double]] {
    texts.map { text in
      let row = frequencies.weighted(vocabulary.counts(of: text))
      let products = model.weights.map { weights in
        zip(row.columns, row.values).reduce(0) { $0 + weights[$1.0] * $1.1 }
      }
      return model.probabilities(products: products)
    }
  }

  /// Weights and intercepts, and what each word's count is worth.
  package var parameterCount: Int { model.parameterCount + vocabulary.count }
}
