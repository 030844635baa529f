import TextDatasets

/// Two messages that are nearly the same, in two parts of the data.
public struct NearDuplicate: Sendable, Codable, Equatable {
  /// Row of the message in the part that measures, from 1, and of the one in the training part.
  public let row: Int
  public let trainingRow: Int
  /// Jaccard similarity of their character 5-grams after normalisation, 0...1; 1 for equal ones.
  public let similarity: Double
  public let hasSameLabel: Bool

  public init(row: Int, trainingRow: Int, similarity: Double, hasSameLabel: Bool) {
    self.row = row
    self.trainingRow = trainingRow
    self.similarity = similarity
    self.hasSameLabel = hasSameLabel
  }

  enum CodingKeys: String, CodingKey {
    case row, similarity
    case trainingRow = "training_row"
    case hasSameLabel = "same_label"
  }
}

/// Finds the messages that are nearly the same as one of many others: exactly those whose character 5-grams
/// have a Jaccard similarity, |A ∩ B| / |A ∪ B|, of at least a threshold.
///
/// Two sets that are so similar share one of their rarest grams: of |A| grams in a fixed order, one of the
/// first |A| − ⌈t·|A|⌉ + 1. Only messages with such a gram in common are compared.
///
/// Source: Bayardo, Ma and Srikant, "Scaling Up All Pairs Similarity Search", WWW 2007; Xiao, Wang, Lin and
/// Yu, "Efficient Similarity Joins for Near Duplicate Detection", WWW 2008 (prefix and length filter).
public struct NearDuplicateSearch: Sendable {
  /// A message that was found.
  public struct Match: Sendable, Equatable {
    /// Its place among the texts that were searched.
    public let index: Int
    /// 0...1; 1 also for messages that differ only in what normalisation takes away.
    public let similarity: Double

    package init(index: Int, similarity: Double) {
      self.index = index
      self.similarity = similarity
    }
  }

  private let threshold: Double
  /// Each gram's place in the order, the rarest first.
  private var ranks: [UInt128: Int32] = [:]
  /// (sets) ascending ranks, and which text the set is of: the first that has it.
  private var sets: [[Int32]] = []
  private var owners: [Int] = []
  private var numbers: [GramSet: Int] = [:]
  /// The sets that have a gram among their rarest ones.
  private var holders: [Int32: [Int32]] = [:]

  /// - Parameters:
  ///   - texts: That will be searched.
  ///   - threshold: Above 0, at most 1.
  public init(_ texts: [String], threshold: Double = 0.8) {
    precondition(threshold > 0 && threshold <= 1, "a similarity of \(threshold)")
    self.threshold = threshold
    var distinct: [GramSet] = []
    for (index, text) in texts.enumerated() {
      let set = GramSet(MessageNormalisation.key(text))
      guard numbers[set] == nil else { continue }
      numbers[set] = distinct.count
      distinct.append(set)
      owners.append(index)
    }
    var counts: [UInt128: Int] = [:]
    for set in distinct { for gram in set.grams { counts[gram, default: 0] += 1 } }
    let order = counts.sorted { $0.value != $1.value ? $0.value < $1.value : $0.key < $1.key }
    for (rank, entry) in order.enumerated() { ranks[entry.key] = Int32(rank) }
    sets = distinct.map { set in set.grams.compactMap { ranks[$0] }.sorted() }
    for (number, set) in sets.enumerated() {
      for gram in set.prefix(prefixLength(set.count, threshold)) {
        holders[gram, default: []].append(Int32(number))
      }
    }
  }

  /// The most similar of the texts, of equally similar ones the first; nil where none is similar enough.
  public func mostSimilar(to text: String) -> Match? {
    let set = GramSet(MessageNormalisation.key(text))
    if let number = numbers[set] { return Match(index: owners[number], similarity: 1) }
    let grams = set.grams
    let known = grams.compactMap { ranks[$0] }.sorted()
    // Grams that no text has come before all others, as the rarest; they can have no match.
    let unknown = grams.count - known.count
    var seen: Set<Int32> = []
    var best: (number: Int32, similarity: Double)?
    var wanted = threshold
    for (place, gram) in known.enumerated() {
      guard unknown + place < prefixLength(grams.count, wanted) else { break }
      for number in holders[gram] ?? [] where seen.insert(number).inserted {
        let sizes = grams.count + sets[Int(number)].count
        guard let shared = shared(known, sets[Int(number)], sizes: sizes, wanted) else { continue }
        let similarity = Double(shared) / Double(sizes - shared)
        if let best {
          guard
            similarity > best.similarity
              || (similarity == best.similarity && number < best.number)
          else { continue }
        }
        best = (number, similarity)
        // Only what is as similar is still of interest, and has to share a rarer gram.
        wanted = max(wanted, similarity)
      }
    }
    return best.map { Match(index: owners[Int($0.number)], similarity: $0.similarity) }
  }

  /// How many of the rarest of `count` grams must hold one of any set that is as similar as wanted.
  private func prefixLength(_ count: Int, _ wanted: Double) -> Int {
    count - leastOverlap(wanted * Double(count)) + 1
  }

  /// Rounded up, and not by a rounding error of the product.
  private func leastOverlap(_ value: Double) -> Int { Int((value - 1e-9).rounded(.up)) }

  /// How many grams two sets have in common; nil where that is too few for the similarity wanted.
  ///
  /// - Parameter sizes: |A| + |B|, with the grams that are in no set.
  private func shared(_ a: [Int32], _ b: [Int32], sizes: Int, _ wanted: Double) -> Int? {
    // |A ∩ B| / (|A| + |B| − |A ∩ B|) ≥ t, solved for the intersection.
    let least = leastOverlap(wanted / (1 + wanted) * Double(sizes))
    var (i, j, shared) = (0, 0, 0)
    while i < a.count, j < b.count {
      guard shared + min(a.count - i, b.count - j) >= least else { return nil }
      if a[i] == b[j] {
        shared += 1
        i += 1
        j += 1
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return shared >= least ? shared : nil
  }
}

/// The character 5-grams of a normalised message: what two messages are compared by.
package struct GramSet: Hashable {
  /// Distinct, ascending.
  package let grams: [UInt128]

  private static let length = 5

  /// A message with fewer than five characters is its own only gram.
  package init(_ key: MessageNormalisation.Key) {
    let scalars = String(decoding: key.bytes, as: UTF8.self).unicodeScalars.map(\.value)
    // Five scalars of 21 bits each.
    var gram: UInt128 = 0
    var grams: [UInt128] = []
    grams.reserveCapacity(scalars.count)
    for (place, scalar) in scalars.enumerated() {
      gram = (gram << 21 | UInt128(scalar)) & (1 << 105 - 1)
      if place + 1 >= Self.length { grams.append(gram) }
    }
    if grams.isEmpty { grams.append(gram) }
    self.grams = Set(grams).sorted()
  }
}
