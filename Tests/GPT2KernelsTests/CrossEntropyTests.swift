import Foundation
import GPT2Kernels
import TestSupport
import Testing

@Suite struct CrossEntropyTests {
  private let logits = Matrix.random(5, 3, seed: 1, deviation: 2)
  private let labels = [2, 0, 1, 1, 2]

  static let settings: [CrossEntropy] = [
    CrossEntropy(), CrossEntropy(classWeights: [0.5, 3, 1.25]), CrossEntropy(labelSmoothing: 0.2),
    CrossEntropy(classWeights: [0.5, 3, 0], labelSmoothing: 0.2),
  ]

  @Test(arguments: settings)
  func theMeanAgreesWithTheFormula(entropy: CrossEntropy) {
    let expected = Naive.crossEntropy(
      logits.doubles, labels: labels, weights: entropy.classWeights,
      smoothing: entropy.labelSmoothing)
    let total = entropy.forward(logits, labels: labels)
    #expect(abs(total.mean - expected) < 1e-12)
    #expect(total.weight == labels.reduce(0) { $0 + (entropy.classWeights?[$1] ?? 1) })
  }

  @Test(arguments: settings)
  func theGradientIsThatOfTheMean(entropy: CrossEntropy) {
    let dLogits = Matrix(rows: 5, columns: 3)
    let divisor = labels.reduce(0) { $0 + entropy.weight(of: $1) }
    _ = entropy.forward(logits, labels: labels, gradient: dLogits, divisor: divisor)
    let expected = slopes(at: logits.doubles) {
      Naive.crossEntropy(
        $0, labels: labels, weights: entropy.classWeights, smoothing: entropy.labelSmoothing)
    }
    expectClose(dLogits, expected, within: 1e-6)
  }

  @Test(arguments: settings)
  func partsOfABatchAddUpToTheWhole(entropy: CrossEntropy) {
    let divisor = labels.reduce(0) { $0 + entropy.weight(of: $1) }
    let (whole, parts) = (Matrix(rows: 5, columns: 3), Matrix(rows: 5, columns: 3))
    let expected = entropy.forward(logits, labels: labels, gradient: whole, divisor: divisor)
    var total = CrossEntropy.Total()
    for range in [0..<2, 2..<5] {
      total += entropy.forward(
        logits.rows(range), labels: Array(labels[range]), gradient: parts.rows(range),
        divisor: divisor)
    }
    #expect(abs(total.mean - expected.mean) < 1e-12)
    #expect(parts.bits == whole.bits)
  }

  @Test func guessingBetweenTwoClassesCostsOneBit() {
    let total = CrossEntropy().forward(Matrix(rows: 1, columns: 2), labels: [1])
    #expect(abs(total.mean - 0.6931471805599453) < 1e-15)
  }

  @Test func largeLogitsDoNotOverflow() {
    let logits = Matrix(rows: 2, columns: 2, [1e4, -1e4, 1e4, -1e4])
    let dLogits = Matrix(rows: 2, columns: 2)
    let total = CrossEntropy().forward(logits, labels: [0, 1], gradient: dLogits)
    #expect(total.loss == 2e4)
    #expect(dLogits.elements == [0, 0, 1, -1])
  }

  @Test func probabilitiesSumToOne() {
    let logits = Matrix(rows: 2, columns: 3, [0, 0, 0, 1e4, 0, -1e4])
    let rows = probabilities(ofLogits: logits)
    #expect(rows[1] == [1, 0, 0])
    expectClose(rows[0], [1, 1, 1].map { $0 / 3 }, within: 1e-15)
    let random = probabilities(ofLogits: self.logits)
    expectClose(
      random.flatMap(\.self), self.logits.doubles.flatMap(Naive.softmax), within: 1e-14)
  }

  /// Lin et al., equation 5, written out in double precision.
  private func focal(_ logits: Naive.Rows, weights: [Double]?, gamma: Double) -> Double {
    var (sum, weight) = (0.0, 0.0)
    for (row, label) in zip(logits, labels) {
      let exponentials = row.map { exp($0) }
      let p = exponentials[label] / exponentials.reduce(0, +)
      sum -= (weights?[label] ?? 1) * pow(1 - p, gamma) * log(p)
      weight += weights?[label] ?? 1
    }
    return sum / weight
  }

  @Test(arguments: [0.5, 1, 2], [nil, [0.5, 3, 1.25]])
  func focalLossAndItsGradient(gamma: Double, weights: [Double]?) {
    let entropy = CrossEntropy(classWeights: weights, focusing: gamma)
    let dLogits = Matrix(rows: 5, columns: 3)
    let divisor = labels.reduce(0) { $0 + entropy.weight(of: $1) }
    let total = entropy.forward(logits, labels: labels, gradient: dLogits, divisor: divisor)
    #expect(abs(total.mean - focal(logits.doubles, weights: weights, gamma: gamma)) < 1e-12)
    expectClose(
      dLogits, slopes(at: logits.doubles) { focal($0, weights: weights, gamma: gamma) },
      within: 1e-6)
  }

  @Test func focalLossOfCertainAnswersIsFinite() {
    let logits = Matrix(rows: 2, columns: 2, [1e4, -1e4, 1e4, -1e4])
    let dLogits = Matrix(rows: 2, columns: 2)
    let total = CrossEntropy(focusing: 0.5).forward(logits, labels: [0, 1], gradient: dLogits)
    #expect(total.loss == 2e4)
    #expect(dLogits.elements == [0, 0, 1, -1])
  }
}
