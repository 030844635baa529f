import FineTuning

extension SweepRecord {
  /// The places in `trials` of those that take part in a rung, in their order: all, or the better half of the
  /// rung before, which must be done.
  public func contestants(inRung rung: Int) -> [Int] {
    guard rung > 0 else { return Array(trials.indices) }
    let before = contestants(inRung: rung - 1)
    let better = ranked(before, inRung: rung - 1).prefix(
      SuccessiveHalving.survivors(of: before.count))
    // A failed trial gets no further, whatever room there is.
    return better.filter { isFinished($0, inRung: rung - 1) }.sorted()
  }

  /// The trials' places, the best first: those that got furthest, of those the finished ones, by what
  /// they are chosen by.
  public var ranking: [Int] {
    let byRung = Dictionary(grouping: trials.indices) { trials[$0].runs.count }
    return byRung.sorted { $0.key > $1.key }.flatMap { runs, places in
      runs == 0 ? places : ranked(places, inRung: runs - 1)
    }
  }

  /// The place of the best trial of the last rung; nil when none of them ended well.
  public var winner: Int? {
    ranked(contestants(inRung: rungs - 1), inRung: rungs - 1).first {
      isFinished($0, inRung: rungs - 1)
    }
  }

  /// Whether all validation results stand on the same messages.
  public var isComparable: Bool {
    Set(trials.flatMap(\.runs).compactMap(\.splitDigest)).count <= 1
  }

  private func isFinished(_ place: Int, inRung rung: Int) -> Bool {
    trials[place].runs.indices.contains(rung) && trials[place].runs[rung].status == .finished
  }

  private func ranked(_ places: [Int], inRung rung: Int) -> [Int] {
    let scores = places.map { place -> (place: Int, score: TrialScore?) in
      guard isFinished(place, inRung: rung), let result = trials[place].runs[rung].validation else {
        return (place, nil)
      }
      return (
        place,
        TrialScore(
          metric, estimate: result.metric, loss: result.loss, trial: trials[place].number)
      )
    }
    let finished = scores.compactMap { entry in entry.score.map { (entry.place, $0) } }
      .sorted { $0.1.isBetter(than: $1.1) }
    return finished.map(\.0) + scores.filter { $0.score == nil }.map(\.place)
  }
}
