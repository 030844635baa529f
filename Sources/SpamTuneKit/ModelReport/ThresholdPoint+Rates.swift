/// Each rate is nil where its denominator is empty.
extension ThresholdPoint {
  package var positives: Int { truePositives + falseNegatives }
  package var negatives: Int { falsePositives + trueNegatives }

  package var precision: Double? { Self.ratio(truePositives, truePositives + falsePositives) }
  package var recall: Double? { Self.ratio(truePositives, positives) }
  package var falsePositiveRate: Double? { Self.ratio(falsePositives, negatives) }
  package var f1: Double? {
    Self.ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives)
  }

  private static func ratio(_ part: Int, _ whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }
}
