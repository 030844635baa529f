import Baselines
import Testing

@Suite struct LogisticLossTests {
  private func expectGradient<Features>(
    _ loss: LogisticLoss<Features>, location: SourceLocation = #_sourceLocation
  ) {
    var point = (0..<loss.parameterCount).map { Double(($0 * 29 + 7) % 17 - 8) / 20 }
    var gradient = point
    _ = loss.value(at: point, gradient: &gradient)
    var ignored = point
    let step = 1e-5
    for index in point.indices {
      let kept = point[index]
      point[index] = kept + step
      let above = loss.value(at: point, gradient: &ignored)
      point[index] = kept - step
      let below = loss.value(at: point, gradient: &ignored)
      point[index] = kept
      let slope = (above - below) / (2 * step)
      #expect(
        abs(gradient[index] - slope) <= 1e-7 * max(1, abs(slope)), "parameter \(index)",
        sourceLocation: location)
    }
    #expect(gradient.contains { abs($0) > 0.01 }, sourceLocation: location)
  }

  @Test("the gradient is that of finite differences, on words", arguments: [2, 3])
  func sparseGradient(classCount: Int) {
    let sample = classCount == 2 ? SampleTexts.two : SampleTexts.three
    let vocabulary = WordVocabulary(texts: sample.texts)
    expectGradient(
      LogisticLoss(
        features: SparseFeatures(
          rows: sample.texts.map { vocabulary.counts(of: $0) }, columnCount: vocabulary.count),
        labels: sample.labels, classCount: classCount,
        isTraining: sample.texts.indices.map { $0 != 1 && $0 != 4 }, strength: 0.5))
  }

  @Test("the gradient is that of finite differences, on standardised features", arguments: [2, 3])
  func standardisedGradient(classCount: Int) throws {
    let sample = SampleRows(classCount: classCount)
    let features = try DenseFeatures(rows: sample.rows)
    let isTraining = sample.rows.indices.map { $0 % 5 != 3 }
    expectGradient(
      LogisticLoss(
        features: StandardizedFeatures(
          base: features, scale: Standardization(features, isTraining: isTraining)),
        labels: sample.labels, classCount: classCount, isTraining: isTraining, strength: 2))
  }

  @Test("without weights the loss is that of guessing, and held-out rows are only in their own sum")
  func guessing() throws {
    let features = try DenseFeatures(rows: [[1], [2], [4]])
    let loss = LogisticLoss(
      features: features, labels: [0, 1, 2], classCount: 3, isTraining: [true, true, false],
      strength: 1)
    var gradient = [Double](repeating: 0, count: loss.parameterCount)
    let zero = gradient
    #expect(abs(loss.value(at: zero, gradient: &gradient) - 1.0986122886681098) < 1e-15)
    #expect(abs(loss.heldOutLoss(at: zero) - 1.0986122886681098) < 1e-15)
    // Σ (p − [class])·x over the two training rows, halved, then Σ (p − [class]), halved.
    let expected = [0, -0.5, 0.5, -1.0 / 6, -1.0 / 6, 1.0 / 3]
    expectClose([gradient], [expected], within: 1e-15)
  }

  @Test("scores of ten thousand are not too large")
  func largeScores() throws {
    let features = try DenseFeatures(rows: [[1], [-1]])
    for classCount in [2, 3] {
      let loss = LogisticLoss(
        features: features, labels: [0, 1], classCount: classCount, isTraining: [true, true],
        strength: 1e12)
      var gradient = [Double](repeating: 0, count: loss.parameterCount)
      var point = gradient
      point[0] = 10_000
      let value = loss.value(at: point, gradient: &gradient)
      #expect(value.isFinite)
      #expect(gradient.allSatisfy { $0.isFinite })
    }
  }
}
