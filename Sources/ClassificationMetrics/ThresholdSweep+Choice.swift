extension ThresholdSweep {
  /// Where a criterion puts the threshold. Both classes must occur.
  func position(for criterion: ThresholdCriterion, confidence: Double) -> Int {
    switch criterion {
    case .maxFalsePositiveRate(let share):
      lowestPosition(
        falsePositives: mistakesAllowed(share, of: negatives, confidence: confidence))
    case .maxFalseNegativeRate(let share):
      highestPosition(
        falseNegatives: mistakesAllowed(share, of: positives, confidence: confidence))
    case .minPrecision(let share):
      promisedPosition(precision: share, confidence: confidence)
        ?? positions.last { position in
          let counts = counts(at: position)
          return counts.truePositives > 0 && counts.precision.map { $0 >= share } ?? false
        } ?? 0
    case .cost(let falsePositive, let falseNegative):
      bestPosition { counts in
        -falsePositive * Double(counts.falsePositives)
          - falseNegative * Double(counts.falseNegatives)
      }
    case .bestF1: bestPosition { $0.f1 ?? 0 }
    // Where everything counts as the same class no correlation is defined; it is better than a negative one.
    case .bestMCC: bestPosition { $0.mcc ?? 0 }
    }
  }

  /// The most mistakes among so many examples of one class whose upper bound is at most `share`, else, if
  /// that is too much to ask even of none, the most that are observed to keep it.
  ///
  /// The number depends on the size of the class alone. The threshold next to that order statistic of its
  /// scores therefore keeps the promise with the confidence asked for, although it was chosen on the same
  /// examples, whatever the scores look like.
  ///
  /// Source: Tong, Feng, Li, "Neyman-Pearson Classification Algorithms and NP Receiver Operating
  /// Characteristics", Science Advances 4 (2018), proposition 1.
  private func mistakesAllowed(_ share: Double, of examples: Int, confidence: Double) -> Int {
    func isPromised(_ mistakes: Int) -> Bool {
      ClopperPearsonBound.upper(mistakes, of: examples, confidence: confidence) <= share
    }
    guard isPromised(0) else {
      return (0...examples).lastIndexKeeping { Double($0) / Double(examples) <= share }
    }
    return (0...examples).lastIndexKeeping(isPromised)
  }

  private func lowestPosition(falsePositives allowed: Int) -> Int {
    positions.lastIndexKeeping { counts(at: $0).falsePositives <= allowed }
  }

  private func highestPosition(falseNegatives allowed: Int) -> Int {
    positions.first { counts(at: $0).falseNegatives <= allowed } ?? thresholds.count
  }

  /// The lowest threshold that a sequence of tests reaches in which each asks whether the lower bound of the
  /// precision keeps the promise, and the first failure ends it: so the confidence of each is that of all.
  ///
  /// The order must not depend on the labels. It runs downwards from the first threshold at which enough
  /// examples count as positive for the promise to be possible, and at least half as many as the scores
  /// themselves expect to be positive (their sum).
  ///
  /// Source: fixed-sequence testing, Angelopoulos, Bates, Candès, Jordan, Lei, "Learn then Test" (2021),
  /// section 3.
  private func promisedPosition(precision share: Double, confidence: Double) -> Int? {
    guard
      let needed = ClopperPearsonBound.trialsNeeded(toPromise: 1 - share, confidence: confidence)
    else { return nil }
    let enough = max(needed, 1, Int((scoreSum / 2).rounded(.up)))
    guard let start = positions.first(where: { counts(at: $0).predictedPositives >= enough }) else {
      return nil
    }
    let tested = (start...thresholds.count).prefix { position in
      let counts = counts(at: position)
      return ClopperPearsonBound.isUpper(
        1 - share, counts.falsePositives, of: counts.predictedPositives, confidence: confidence)
    }
    return tested.last
  }

  private var scoreSum: Double {
    thresholds.indices.reduce(0) {
      $0 + thresholds[$1]
        * Double(counts(at: $1 + 1).predictedPositives - counts(at: $1).predictedPositives)
    }
  }
}

extension ClosedRange<Int> {
  /// The last number of the range for which something holds that holds up to some number and then no more;
  /// it must hold for the first.
  fileprivate func lastIndexKeeping(_ holds: (Int) -> Bool) -> Int {
    var (kept, lost) = (lowerBound, upperBound + 1)
    while lost - kept > 1 {
      let middle = kept + (lost - kept) / 2
      if holds(middle) { kept = middle } else { lost = middle }
    }
    return kept
  }
}
