import ClassificationMetrics

/// Truth and answers of some messages, counted.
struct Tally {
  private(set) var examples = 0
  private(set) var correct = 0
  /// Messages of the positive class, and those answered with it.
  private(set) var positives = 0
  private(set) var predicted = 0
  private(set) var truePositives = 0
  private let positiveClass: Int?

  /// - Parameter positiveClass: Nil for none, which leaves all but accuracy undefined.
  init(positiveClass: Int?) {
    self.positiveClass = positiveClass
  }

  mutating func add(truth: Int, answer: Int) {
    examples += 1
    correct += truth == answer ? 1 : 0
    positives += truth == positiveClass ? 1 : 0
    predicted += answer == positiveClass ? 1 : 0
    truePositives += truth == positiveClass && answer == positiveClass ? 1 : 0
  }

  private var falsePositives: Int { predicted - truePositives }
  private var negatives: Int { examples - positives }

  var accuracy: Estimate { .share(correct, of: examples, or: "there are no messages") }

  var precision: Estimate {
    ofPositives(truePositives, of: predicted, or: "no message was found positive")
  }

  var recall: Estimate {
    ofPositives(truePositives, of: positives, or: "no message is positive")
  }

  var falsePositiveRate: Estimate {
    ofPositives(falsePositives, of: negatives, or: "no message is negative")
  }

  /// Matthews correlation of positive against not, -1...1; 0 where the truth or the answers are all one.
  var mcc: Double {
    let (n, tp) = (Double(examples), Double(truePositives))
    let (p, q) = (Double(positives), Double(predicted))
    let spread = p * (n - p) * q * (n - q)
    return spread > 0 ? (n * tp - p * q) / spread.squareRoot() : 0
  }

  private func ofPositives(_ part: Int, of whole: Int, or reason: String) -> Estimate {
    guard positiveClass != nil else {
      return Estimate(value: nil, undefinedReason: "there is no positive class")
    }
    return .share(part, of: whole, or: reason)
  }
}

extension Estimate {
  /// A proportion with its Wilson interval; undefined for the reason given where `whole` is 0.
  static func share(_ part: Int, of whole: Int, or reason: String) -> Estimate {
    whole == 0 ? Estimate(value: nil, undefinedReason: reason) : .proportion(part, of: whole)
  }
}
