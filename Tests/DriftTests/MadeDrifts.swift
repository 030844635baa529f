import Drift
import SeededRandom

/// Messages made for a test: numbers, tokens and features that hang together.
struct MadeMessages {
  var lengths: [Double] = []
  var scores: [Double] = []
  var hasLink: [Bool] = []
  var tokens: [[Int]] = []
  var features: [[Float]] = []

  var count: Int { lengths.count }

  /// - Parameters:
  ///   - spamShare: 0...1; spam is longer, has more links, other words and other features.
  ///   - lengthening: That every length is multiplied by.
  init(
    _ count: Int, spamShare: Double = 0.15, lengthening: Double = 1, seed: UInt64
  ) {
    var generator = SplitMix64(seed: seed)
    func uniform() -> Double { Double(generator.uniform(below: 1 << 30)) / Double(1 << 30) }
    for _ in 0..<count {
      let isSpam = uniform() < spamShare
      let length = ((isSpam ? 120 : 40) + 60 * uniform()) * lengthening
      lengths.append(length.rounded())
      scores.append(isSpam ? 1 - 0.2 * uniform() : 0.2 * uniform())
      hasLink.append(uniform() < (isSpam ? 0.6 : 0.05))
      tokens.append((0..<12).map { _ in Int(uniform() * uniform() * 300) + (isSpam ? 100 : 0) })
      features.append((0..<8).map { Float(uniform() + ($0 < 2 && isSpam ? 0.8 : 0)) })
    }
  }

  private init() {}

  /// The messages at these places.
  func at(_ places: some Sequence<Int>) -> MadeMessages {
    var chosen = MadeMessages()
    for place in places {
      chosen.lengths.append(lengths[place])
      chosen.scores.append(scores[place])
      chosen.hasLink.append(hasLink[place])
      chosen.tokens.append(tokens[place])
      chosen.features.append(features[place])
    }
    return chosen
  }

  func report(
    against reference: MadeMessages, seed: UInt64 = 1,
    estimated: DriftReport.EstimatedQuality? = nil
  ) throws -> DriftReport {
    DriftReport(
      reference: .init(name: "before.tsv", examples: reference.count),
      current: .init(name: "now.tsv", examples: count),
      features: [
        DriftFeature("score", .numbers(reference: reference.scores, current: scores)),
        DriftFeature("length", .numbers(reference: reference.lengths, current: lengths)),
        DriftFeature("links", .flags(reference: reference.hasLink, current: hasLink)),
        DriftFeature(
          "token frequencies", .categories(reference: reference.tokens, current: tokens)),
      ],
      domain: try DomainClassifier(
        reference: reference.features, current: features, seed: seed, resamples: 200),
      estimatedReference: estimated, estimatedCurrent: estimated, seed: seed)
  }
}
