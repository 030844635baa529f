import FineTuning
import Foundation
import GPT2Kernels

/// What a user wants of products with frozen weights.
public enum PrecisionChoice: String, Sendable, CaseIterable, Codable {
  /// The fastest that keeps the probabilities of held-out messages within `PrecisionCheck.limit` of
  /// float32's.
  case auto
  case float32, bfloat16, int8

  /// The precision to begin with on this machine. `auto` never begins with int8: on every model measured its
  /// differences were above the limit (0.008 to 0.014), so trying it would only cost time.
  ///
  /// - Throws: `KitError.badOption` when the machine lacks what the choice needs.
  func onThisMachine() throws(KitError) -> Precision {
    switch self {
    case .auto: return Precision.bfloat16.canPack ? .bfloat16 : .float32
    case .float32: return .float32
    case .bfloat16: return try require(.bfloat16, "AVX-512 BF16")
    case .int8: return try require(.int8, "AVX-512 VNNI")
    }
  }

  private func require(_ precision: Precision, _ instructions: String) throws(KitError) -> Precision
  {
    guard precision.canPack else {
      throw .badOption(
        "--precision \(rawValue) needs the library oneDNN 2 (Debian's libdnnl2) and a processor with "
          + "\(instructions). Choose float32 or auto.")
    }
    return precision
  }
}

extension TrainingOptions {
  /// The precision of frozen weights to begin with on this machine.
  ///
  /// - Throws: `KitError.badOption` when the machine lacks what was chosen.
  func precisionHere() throws(KitError) -> Precision {
    // Nothing is frozen then, or it stays quantised.
    training.trainable == .all || quantisation != nil
      ? .float32 : try precision.onThisMachine()
  }
}

extension TrainingOptions {
  /// The same beside a base: weights that are stored as codes stay codes, and are multiplied in float32.
  ///
  /// - Throws: `KitError.badOption` when another precision was chosen for codes; `ModelFileError`.
  func precision(on base: ModelFolder) throws -> Precision {
    guard try base.storedQuantisation() != nil else { return try precisionHere() }
    guard precision == .auto || precision == .float32 else {
      throw KitError.badOption(
        "--precision \(precision.rawValue) is for frozen weights that are packed, and those of this base are "
          + "quantised. Leave it out.")
    }
    return .float32
  }
}

extension Precision {
  /// - Parameter run: The name of a run that is to be resumed in this precision.
  /// - Throws: `KitError.badOption` when this machine cannot.
  func require(toResume run: String) throws(KitError) {
    guard self == .float32 || canPack else {
      throw .badOption(
        "Run \(run) computes in \(rawValue), for which this machine lacks oneDNN or the processor. "
          + "Resume it where it began, or start a new run.")
    }
  }
}

/// How far a lower precision moved the answers to messages that training did not see.
public struct PrecisionCheck: Sendable, Equatable, Codable {
  /// Of the products with frozen weights.
  public let precision: Precision
  public let messages: Int
  /// The largest difference from float32 of any class's probability.
  public let maximumDifference: Double

  /// What `auto` puts up with.
  public static let limit = 0.005
  /// Messages that are compared, where there are as many.
  static let sampleSize = 32

  /// Of a trained classifier's answers to the first of some messages; nil in float32, and where there
  /// are none.
  ///
  /// - Parameter heldOut: Indices of messages that it was not trained on.
  init?(_ precision: Precision, of trainer: Trainer, heldOut: [Int]) {
    let sample = Array(heldOut.prefix(Self.sampleSize))
    guard precision != .float32, !sample.isEmpty else { return nil }
    self.init(
      precision, logits: trainer.logits(at: sample),
      exact: trainer.classifier.logits(of: sample.map { trainer.data.messages[$0] }))
  }

  /// - Parameters:
  ///   - logits: (messages, K), with frozen weights in `precision`.
  ///   - exact: The same in float32.
  init(_ precision: Precision, logits: Matrix, exact: Matrix) {
    self.init(
      precision, probabilities: GPT2Kernels.probabilities(ofLogits: logits),
      exact: GPT2Kernels.probabilities(ofLogits: exact))
  }

  /// - Parameters:
  ///   - probabilities: (messages, K), with frozen weights in `precision`.
  ///   - exact: The same in float32.
  init(_ precision: Precision, probabilities: [[Double]], exact: [[Double]]) {
    self.precision = precision
    messages = probabilities.count
    // A NaN on either side must not pass for a small difference: it is as large as they get.
    maximumDifference = zip(probabilities.joined(), exact.joined()).reduce(0) { largest, pair in
      let difference = abs(pair.0 - pair.1)
      return max(largest, difference.isNaN ? 1 : difference)
    }
  }

  /// Whether `auto` may use the precision.
  var isWithinLimit: Bool { maximumDifference <= Self.limit }

  public var sentence: String {
    let difference = String(format: "%.2g", maximumDifference)
    return
      "\(precision.rawValue) for frozen weights: probabilities of \(messages) held-out messages "
      + "differ from float32's by \(difference) at most"
  }
}
