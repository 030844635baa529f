import Baselines

/// The words that tell harmless messages best: what a sender who knows them adds to a disguised one.
///
/// Source: Lowd and Meek, "Good Word Attacks on Statistical Spam Filters", CEAS 2005, frequency ratio
/// replaced by a difference, so that no rare word is chosen.
package enum GoodWords {
  /// - Parameters:
  ///   - count: At most so many.
  ///   - negatives: Harmless messages.
  ///   - positives: The others.
  /// - Returns: Words of two characters or more that at least two of the negatives have, those first that the
  ///   largest share of the negatives has beyond the share of the positives; of equal ones in their order.
  package static func choose(_ count: Int, negatives: [String], positives: [String]) -> [String] {
    let (wanted, unwanted) = (frequencies(negatives), frequencies(positives))
    let scored = wanted.compactMap { word, frequency -> (word: Word, score: Double)? in
      let share = Double(frequency) / Double(negatives.count)
      let other = Double(unwanted[word] ?? 0) / Double(max(1, positives.count))
      return frequency >= 2 && share > other ? (word, share - other) : nil
    }
    let ordered = scored.sorted { $0.score != $1.score ? $0.score > $1.score : $0.word < $1.word }
    return ordered.prefix(count).map(\.word.text)
  }

  /// In how many texts each word occurs.
  private static func frequencies(_ texts: [String]) -> [Word: Int] {
    var counts: [Word: Int] = [:]
    for text in texts { for word in Set(Word.all(in: text)) { counts[word, default: 0] += 1 } }
    return counts
  }
}
