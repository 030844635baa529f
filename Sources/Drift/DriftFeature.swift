#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is looked at in every message of both sides.
public struct DriftFeature: Sendable {
  public enum Samples: Sendable {
    /// A finite number per message, compared in deciles of the reference.
    case numbers(reference: [Double], current: [Double])
    /// Whether a message has something.
    case flags(reference: [Bool], current: [Bool])
    /// The categories that occur in a message, each as often as it does; at least one.
    case categories(reference: [[Int]], current: [[Int]])
  }

  /// "score", "length", "token frequencies".
  public let name: String
  public let samples: Samples

  /// - Precondition: Neither side is empty.
  public init(_ name: String, _ samples: Samples) {
    self.name = name
    self.samples = samples
  }
}

extension DriftFeature.Samples {
  /// Messages of the reference and of the current side.
  var counts: (reference: Int, current: Int) {
    switch self {
    case .numbers(let reference, let current): (reference.count, current.count)
    case .flags(let reference, let current): (reference.count, current.count)
    case .categories(let reference, let current): (reference.count, current.count)
    }
  }
}

/// Both sides of a feature as one sample, so that its messages can be dealt to the sides anew.
enum PooledFeature: Sendable {
  /// Rising, each with its message's place among all messages.
  case numbers([(value: Double, message: Int)])
  case flags([Bool])
  /// Categories in 0..<count, and of each message how often it has which.
  case categories(count: Int, messages: [[(category: Int, count: Int)]])

  init(_ samples: DriftFeature.Samples) {
    switch samples {
    case .numbers(let reference, let current):
      let pooled = (reference + current).enumerated().map { (value: $1, message: $0) }
      self = .numbers(pooled.sorted { $0.value < $1.value })
    case .flags(let reference, let current):
      self = .flags(reference + current)
    case .categories(let reference, let current):
      var places: [Int: Int] = [:]
      let messages = (reference + current).map { message in
        var counts: [Int: Int] = [:]
        for category in message {
          counts[places.value(for: category), default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { (category: $0.key, count: $0.value) }
      }
      self = .categories(count: places.count, messages: messages)
    }
  }

  /// How far apart the sides are, as a population stability index: of categories, whose many rare ones it
  /// cannot weigh, the Jensen-Shannon divergence in its unit. For small differences PSI ≈ 8 · JSD in nats.
  ///
  /// - Parameter isReference: Whether each message belongs to the reference.
  func difference(isReference: [Bool]) -> Double {
    switch self {
    case .categories:
      let counts = counts(isReference: isReference)
      return 8 * log(2) * JensenShannon.divergence(counts.reference, counts.current)
    case .numbers, .flags:
      let counts = counts(isReference: isReference)
      return PopulationStabilityIndex.value(counts.reference, counts.current)
    }
  }

  /// How often each bin or category occurs on either side.
  func counts(isReference: [Bool]) -> (reference: [Int], current: [Int]) {
    switch self {
    case .numbers(let sorted):
      let bins = Bins(
        decilesOf: sorted.lazy.filter { isReference[$0.message] }.map(\.value))
      var (reference, current) = (
        [Int](repeating: 0, count: bins.count), [Int](repeating: 0, count: bins.count)
      )
      var bin = 0
      for (value, message) in sorted {
        while bin < bins.edges.count, value > bins.edges[bin] { bin += 1 }
        if isReference[message] { reference[bin] += 1 } else { current[bin] += 1 }
      }
      return (reference, current)
    case .flags(let flags):
      var (reference, current) = ([0, 0], [0, 0])
      for (flag, isReference) in zip(flags, isReference) {
        if isReference { reference[flag ? 1 : 0] += 1 } else { current[flag ? 1 : 0] += 1 }
      }
      return (reference, current)
    case .categories(let count, let messages):
      var (reference, current) = (
        [Int](repeating: 0, count: count), [Int](repeating: 0, count: count)
      )
      for (message, isReference) in zip(messages, isReference) {
        for (category, times) in message {
          if isReference { reference[category] += times } else { current[category] += times }
        }
      }
      return (reference, current)
    }
  }
}

extension [Int: Int] {
  /// The place of a category: the next free one for one that is new.
  fileprivate mutating func value(for category: Int) -> Int {
    if let place = self[category] { return place }
    let place = count
    self[category] = place
    return place
  }
}
