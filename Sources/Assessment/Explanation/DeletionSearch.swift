import ClassifierModels
import GPT2

/// Looks for the fewest words of a text without which its answer is another.
///
/// Single words are tried first, all of them, then all pairs. If neither is enough, words are deleted one
/// after another, each time the one without which the difference of logits is lowest, up to half of the
/// words; what can be put back without losing the new answer is put back. Every trial is a whole
/// classification of the remaining text, so that anyone can repeat it.
///
/// In long texts only the words that leaving out has shown to matter most are tried, so that each stage
/// reads at most twice `budget` tokens.
struct DeletionSearch {
  static let budget = 16_384
  /// Bytes of a text that is looked at.
  static let longestText = 65_536
  /// All parts of a deletion are tried up to so many words.
  static let mostForAllParts = 6

  let classifier: TextClassifier
  let text: DeletableText
  let answer: Classification
  let difference: LogitDifference
  let longText: LongText
  /// For each piece, how much leaving it out lowers the difference.
  let weights: [Double]
  /// Tokens that a classification of the text reads.
  let tokenCount: Int

  /// A deletion that was tried.
  private struct Trial {
    /// Ascending.
    let pieces: [Int]
    let removed: [Range<Int>]
    let outcome: Classification
    let difference: Double
  }

  func result() throws -> DeletionSearchResult {
    let most = text.readPieces.count / 2
    guard text.pieces.count > 1, most > 0 else {
      return .notSearched(reason: "the text has no two words or tokens")
    }
    guard text.bytes.count <= Self.longestText, 2 * tokenCount <= Self.budget else {
      return .notSearched(reason: "the text is too long to try deletions of it")
    }
    // Those that matter most come first.
    let ranked = text.readPieces.sorted { (weights[$0], $1) > (weights[$1], $0) }
    let tried = Array(ranked.prefix(2 * Self.budget / tokenCount))
    let singles = try trials(of: tried.map { [$0] })
    let triedAll = tried.count == text.pieces.count
    if let found = try confirmed(singles) { return .found(deletion(found, .smallest)) }

    let order = singles.sorted { $0.difference < $1.difference }.map { $0.pieces[0] }
    if most > 1 {
      let paired = Array(order.prefix(mostPaired))
      if let found = try firstPair(of: paired) {
        return .found(deletion(found, triedAll ? .smallest : .noPart))
      }
      if most > 2, let found = try greedy(order, upTo: most) {
        let pruned = try pruned(found)
        let triedPairs = triedAll && paired.count == text.pieces.count
        return .found(try minimal(pruned, isSmallest: triedPairs))
      }
    }
    return .noneUpTo(most, unit: text.unit.rawValue)
  }

  /// The most pieces of which all pairs are within the budget.
  private var mostPaired: Int {
    let pairs = Self.budget / tokenCount
    var count = 2
    while (count + 1) * count / 2 <= pairs, count < text.pieces.count { count += 1 }
    return count
  }

  /// A pair that changes the answer. Pairs of pieces that matter come first.
  private func firstPair(of order: [Int]) throws -> Trial? {
    var pairs: [[Int]] = []
    for later in order.indices.dropFirst() {
      for earlier in 0..<later { pairs.append([order[earlier], order[later]]) }
    }
    while !pairs.isEmpty {
      if let found = try confirmed(try trials(of: Array(pairs.prefix(128)))) { return found }
      pairs.removeFirst(min(128, pairs.count))
    }
    return nil
  }

  /// Deletes one piece after another until the answer changes.
  private func greedy(_ order: [Int], upTo most: Int) throws -> Trial? {
    var (deleted, order) = (Array(order.prefix(1)), Array(order.dropFirst()))
    let width = max(1, Self.budget / (tokenCount * most))
    while deleted.count < most, !order.isEmpty {
      let trials = try trials(of: order.prefix(width).map { deleted + [$0] })
      if let found = try confirmed(trials) { return found }
      let lowest = trials.indices.reduce(0) {
        trials[$1].difference < trials[$0].difference ? $1 : $0
      }
      deleted.append(order.remove(at: lowest))
    }
    return nil
  }

  /// Puts pieces back one at a time while the answer stays changed.
  private func pruned(_ trial: Trial) throws -> Trial {
    var trial = trial
    while trial.pieces.count > 1 {
      let smaller = trial.pieces.map { piece in trial.pieces.filter { $0 != piece } }
      guard let found = try confirmed(try trials(of: smaller)) else { break }
      trial = found
    }
    return trial
  }

  /// The smallest part that changes the answer, if there are few enough to try them all.
  ///
  /// - Parameter isSmallest: Whether no single piece and no pair of the whole text changes the answer.
  private func minimal(_ trial: Trial, isSmallest: Bool) throws -> FlippingDeletion {
    let count = trial.pieces.count
    if isSmallest, count == 3 { return deletion(trial, .smallest) }
    guard count <= Self.mostForAllParts else { return deletion(trial, .eachNeeded) }
    let parts = (1..<(1 << count) - 1).map { bits in
      (0..<count).filter { bits >> $0 & 1 == 1 }.map { trial.pieces[$0] }
    }
    for size in stride(from: 1, to: count, by: 1) {
      guard let found = try confirmed(try trials(of: parts.filter { $0.count == size })) else {
        continue
      }
      return deletion(found, isSmallest && size == 3 ? .smallest : .noPart)
    }
    return deletion(trial, .noPart)
  }

  private func trials(of deletions: [[Int]]) throws -> [Trial] {
    let removed = deletions.map { text.bytes(ofDeleted: $0) }
    let outcomes = try classifier.classify(
      removed.map { text.text(without: $0) }, longText: longText)
    return deletions.indices.map { index in
      Trial(
        pieces: deletions[index].sorted(), removed: removed[index], outcome: outcomes[index],
        difference: difference.value(in: outcomes[index].logits))
    }
  }

  /// The trial that changes the answer most, if one does also when its text is classified alone: in other
  /// company sums may differ in their last bits.
  private func confirmed(_ trials: [Trial]) throws -> Trial? {
    let changed = trials.filter { $0.outcome.label != answer.label }
    for trial in changed.sorted(by: { $0.difference < $1.difference }) {
      let alone = try classifier.classify([trial.outcome.text], longText: longText)[0]
      if alone.label != answer.label {
        return Trial(
          pieces: trial.pieces, removed: trial.removed, outcome: alone,
          difference: difference.value(in: alone.logits))
      }
    }
    return nil
  }

  private func deletion(
    _ trial: Trial, _ minimality: FlippingDeletion.Minimality
  ) -> FlippingDeletion {
    FlippingDeletion(
      removed: trial.removed, words: trial.pieces.map { text.text(ofPiece: $0) },
      unit: text.unit.rawValue, minimality: minimality, remaining: trial.outcome)
  }
}
