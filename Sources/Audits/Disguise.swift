import SeededRandom
import TextDatasets

/// How senders hide from filters what people still can read.
public enum Disguise: String, Sendable, CaseIterable {
  /// Half of the Latin letters that Cyrillic or Greek has the look of.
  case homoglyphs
  /// A character that takes no room inside every word of four letters or more.
  case zeroWidth = "zero-width characters"
  /// Half of the letters that a digit or sign resembles.
  case leetspeak
  /// Blanks between the letters of half of the words of three letters or more, at least of the longest one.
  case spacedLetters = "spaced letters"
  /// Twelve words of harmless messages at the end.
  case goodWords = "good words"

  /// The disguised text: the same for the same text and seed, in whatever company.
  ///
  /// - Parameter goodWords: What `.goodWords` appends, in an order drawn by chance.
  public func apply(to text: String, seed: UInt64, goodWords: [String] = []) -> String {
    var generator = SplitMix64(seed: seed, stream: Self.number(of: text))
    switch self {
    case .homoglyphs: return Self.replacing(Self.lookAlikes, in: text, using: &generator)
    case .leetspeak: return Self.replacing(Self.leet, in: text, using: &generator)
    case .zeroWidth: return Self.withZeroWidths(text, using: &generator)
    case .spacedLetters: return Self.spaced(text, using: &generator)
    case .goodWords:
      guard !goodWords.isEmpty else { return text }
      var words = goodWords
      generator.shuffle(&words)
      return text + " " + words.joined(separator: " ")
    }
  }

  /// FNV-1a of the UTF-8.
  private static func number(of text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// Cyrillic for the most part, Greek where Cyrillic has no such letter.
  ///
  /// Source: Unicode Technical Standard 39, confusables.txt.
  package static let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = [
    "A": "А", "B": "В", "C": "С", "E": "Е", "H": "Н", "I": "І", "J": "Ј", "K": "К", "M": "М",
    "N": "Ν", "O": "О", "P": "Р", "S": "Ѕ", "T": "Т", "X": "Х", "Y": "Ү", "Z": "Ζ",
    "a": "а", "c": "с", "e": "е", "i": "і", "j": "ј", "o": "о", "p": "р", "s": "ѕ", "v": "ν",
    "x": "х", "y": "у",
  ]

  package static let leet: [Unicode.Scalar: Unicode.Scalar] = [
    "A": "4", "B": "8", "E": "3", "G": "6", "I": "1", "O": "0", "S": "5", "T": "7",
    "a": "4", "b": "8", "e": "3", "g": "9", "i": "1", "o": "0", "s": "5", "t": "7",
  ]

  /// Each letter of the table with a chance of a half, at least one where there is any.
  private static func replacing(
    _ table: [Unicode.Scalar: Unicode.Scalar], in text: String, using generator: inout SplitMix64
  ) -> String {
    var scalars = Array(text.unicodeScalars)
    let places = scalars.indices.filter { table[scalars[$0]] != nil }
    guard !places.isEmpty else { return text }
    let sure = places[generator.uniform(below: places.count)]
    for place in places where generator.uniform(below: 2) == 0 || place == sure {
      scalars[place] = table[scalars[place]] ?? scalars[place]
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// Space, non-joiner, joiner and word joiner of no width.
  package static let zeroWidths: [Unicode.Scalar] = [
    "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}",
  ]

  private static func withZeroWidths(
    _ text: String, using generator: inout SplitMix64
  ) -> String {
    let scalars = Array(text.unicodeScalars)
    return inserting(
      words(in: scalars, atLeast: 4).map { word in
        let place = word.lowerBound + 1 + generator.uniform(below: word.count - 1)
        return (place, zeroWidths[generator.uniform(below: zeroWidths.count)])
      }, into: scalars)
  }

  private static func spaced(_ text: String, using generator: inout SplitMix64) -> String {
    let scalars = Array(text.unicodeScalars)
    let words = words(in: scalars, atLeast: 3)
    let longest = words.indices.max { words[$0].count < words[$1].count }
    let chosen = words.enumerated().filter { index, _ in
      generator.uniform(below: 2) == 0 || index == longest
    }
    return inserting(
      chosen.flatMap { _, word in word.dropFirst().map { ($0, " ") } }, into: scalars)
  }

  /// - Parameter insertions: Scalars and the places before which they go, ascending.
  private static func inserting(
    _ insertions: [(place: Int, scalar: Unicode.Scalar)], into scalars: [Unicode.Scalar]
  ) -> String {
    var result = String.UnicodeScalarView()
    var position = 0
    for (place, scalar) in insertions {
      result.append(contentsOf: scalars[position..<place])
      result.append(scalar)
      position = place
    }
    result.append(contentsOf: scalars[position...])
    return String(result)
  }

  /// Runs of letters without combining marks, of `length` letters or more.
  private static func words(in scalars: [Unicode.Scalar], atLeast length: Int) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start: Int?
    for index in 0...scalars.count {
      let isLetter = index < scalars.count && scalars[index].isLetter
      if isLetter { start = start ?? index }
      if !isLetter, let begin = start {
        if index - begin >= length { words.append(begin..<index) }
        start = nil
      }
    }
    return words
  }
}

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

extension Unicode.Scalar {
  fileprivate var isLetter: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter: true
    default: false
    }
  }
}
