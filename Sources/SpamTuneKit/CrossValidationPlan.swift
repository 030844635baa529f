import GPT2Kernels
import TextDatasets

/// How labelled messages are divided for measuring a method several times.
public struct CrossValidationPlan: Sendable, Equatable, Codable {
  public enum Division: Sendable, Equatable, Codable {
    /// Stratified parts, each held out once; messages that are equal after normalisation stay in
    /// one part.
    case folds(Int)
    /// So many random messages to train on, of every class at least one, and all others to measure,
    /// without those that equal a training message after normalisation.
    case training(Int)
  }

  /// What the trained model is measured on.
  public enum Measured: String, Sendable, Equatable, Codable, CaseIterable {
    /// The part that is held out.
    case test
    /// The next part, which then is not trained on either: for choosing settings without a look at
    /// the test.
    case validation
  }

  /// One training and its measurement, as indices of messages.
  struct Round {
    let train: [Int]
    let measured: [Int]
  }

  public var division: Division
  /// How often the messages are divided anew.
  public var repeats: Int
  public var measured: Measured

  public init(_ division: Division, repeats: Int = 1, measured: Measured = .test) {
    self.division = division
    self.repeats = repeats
    self.measured = measured
  }

  /// - Throws: `KitError.badOption`.
  public func validate() throws(KitError) {
    guard 1...10_000 ~= repeats else {
      throw .badOption("--repeats is \(repeats); give 1 to 10000.")
    }
    switch division {
    case .folds(let count):
      let fewest = measured == .validation ? 3 : 2
      guard count >= fewest else {
        throw .badOption("--folds is \(count); give \(fewest) or more.")
      }
    case .training(let count):
      guard count >= 2 else {
        throw .badOption("--train-on is \(count); give 2 or more.")
      }
      guard measured == .test else {
        throw .badOption("--measure validation goes with --folds, not with --train-on.")
      }
    }
  }

  /// The rounds, those of a repeat one after another.
  ///
  /// - Throws: `SplitError` when there are not enough messages.
  func rounds(of data: PreparedData, seed: UInt64) throws -> [Round] {
    let groups = MessageGroups(texts: data.texts)
    return try (0..<repeats).flatMap { index -> [Round] in
      var generator = Philox(seed: seed, for: .splitting, index: UInt64(index))
      switch division {
      case .folds(let count):
        return try folds(count, of: data, groups, using: &generator)
      case .training(let count):
        let sample = try TrainingSample(
          labels: data.labels, classes: data.classes, groups: groups, count: count,
          using: &generator)
        return [Round(train: sample.train, measured: sample.rest)]
      }
    }
  }

  private func folds(
    _ count: Int, of data: PreparedData, _ groups: MessageGroups, using generator: inout Philox
  ) throws -> [Round] {
    let folds = try CrossValidationFolds(
      labels: data.labels, classes: data.classes, groups: groups, count: count, using: &generator)
    return (0..<count).map { fold in
      guard measured == .validation else {
        return Round(train: folds.training(fold: fold), measured: folds.heldOut[fold])
      }
      let validation = folds.heldOut[(fold + 1) % count]
      let isMeasured = Set(validation)
      return Round(
        train: folds.training(fold: fold).filter { !isMeasured.contains($0) },
        measured: validation)
    }
  }
}
