import Foundation
import SeededRandom

extension SearchSpace {
  /// Combinations drawn at random, no two the same: of few settings that matter, random values try more than
  /// a grid does (Bergstra and Bengio: "Random search for hyper-parameter optimization", 2012).
  ///
  /// - Parameters:
  ///   - wanted: 1 to `trialLimit`, and no more than there are.
  ///   - seed: The same one draws the same combinations, of which a longer search has more.
  /// - Throws: `SearchError.badDraws`, `.tooFew`, `.tooNarrow`.
  public func draws(_ wanted: Int, seed: UInt64) throws(SearchError) -> [[SearchSetting]] {
    guard 1...Self.trialLimit ~= wanted else {
      throw .badDraws(wanted, limit: Self.trialLimit)
    }
    if let count, count < wanted { throw .tooFew(combinations: count, asked: wanted) }
    var generator = SplitMix64(seed: seed)
    var drawn: [[SearchSetting]] = []
    var seen: Set<[SearchSetting]> = []
    // Even the last of ten thousand combinations is met in far fewer tries.
    var triesLeft = 200_000
    while drawn.count < wanted {
      let combination = axes.map {
        SearchSetting(name: $0.name, value: $0.values.draw(using: &generator))
      }
      if seen.insert(combination).inserted {
        drawn.append(combination)
        triesLeft = 200_000
      } else {
        triesLeft -= 1
        guard triesLeft > 0 else { throw .tooNarrow(asked: wanted) }
      }
    }
    return drawn
  }
}

extension SearchAxis.Values {
  fileprivate func draw(using generator: inout SplitMix64) -> String {
    switch self {
    case .list(let list):
      return list[generator.uniform(below: list.count)]
    case .integers(let range):
      let width = range.upperBound - range.lowerBound + 1
      return "\(range.lowerBound + generator.uniform(below: width))"
    case .logarithmic(let range):
      let share = Double(generator.next() >> 11) * 0x1p-53  // 0..<1
      let (low, high) = (log(range.lowerBound), log(range.upperBound))
      // Four digits are enough to search by, and can be typed again.
      let text = String(format: "%.4g", exp(low + share * (high - low)))
      guard let value = Double(text), !range.contains(value) else { return text }
      // Rounding has led out of the range.
      return "\(value < range.lowerBound ? range.lowerBound : range.upperBound)"
    }
  }
}
