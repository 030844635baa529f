/// Places for a threshold: position i lies below the i highest distinct scores, so that exactly those count
/// as positive; at 0 nothing does, at `thresholds.count` everything.
extension ThresholdSweep {
  var positions: ClosedRange<Int> { 0...thresholds.count }

  func truePositives(above position: Int) -> Int { position == 0 ? 0 : truePositives[position - 1] }
  func falsePositives(above position: Int) -> Int {
    position == 0 ? 0 : falsePositives[position - 1]
  }
  func falseNegatives(below position: Int) -> Int { positives - truePositives(above: position) }

  func matrix(at position: Int) -> ConfusionMatrix {
    let hits = truePositives(above: position)
    let alarms = falsePositives(above: position)
    return ConfusionMatrix(
      cells: [negatives - alarms, alarms, positives - hits, hits], classes: 2)
  }

  /// Halfway between the scores on either side of the position, so that scores which differ a little from
  /// those seen fall on the same side; the higher score itself if no number lies between. At either end what
  /// no probability and every probability reaches.
  func threshold(at position: Int) -> Double {
    if position == 0 { return DecisionRule.outOfReach }
    if position == thresholds.count { return 0 }
    let (higher, lower) = (thresholds[position - 1], thresholds[position])
    let middle = lower + (higher - lower) / 2
    return middle > lower ? middle : higher
  }

  /// The lowest position of the largest value; of equals the one that raises the fewest false alarms.
  func bestPosition(by value: (ConfusionMatrix) -> Double) -> Int {
    var best = (position: 0, value: -Double.infinity)
    for position in positions {
      let value = value(matrix(at: position))
      if value > best.value { best = (position, value) }
    }
    return best.position
  }
}
