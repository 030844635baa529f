import GPT2Kernels
import RunDatabase
import TextDatasets

/// How labelled messages are divided for measuring a method several times.
public struct CrossValidationPlan: Sendable, Equatable {
  public enum Division: Sendable, Equatable {
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
    /// The next part, which then is not trained on either: for choosing settings by other models than
    /// those of the test. The rounds together still see every message.
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

  /// What somebody asks for: 10 folds where nothing else is said, or a training sample divided off 10 times.
  ///
  /// - Throws: `SettingError` for folds and a training sample together.
  public init(
    folds: Int?, trainOn: Int?, repeats: Int?, measured: Measured?
  ) throws(SettingError) {
    guard folds == nil || trainOn == nil else {
      throw .unsuitable("`folds` and `train_on` exclude each other.")
    }
    self.init(
      trainOn.map { .training($0) } ?? .folds(folds ?? Self.standardFolds),
      repeats: repeats ?? (trainOn == nil ? 1 : Self.standardSamples), measured: measured ?? .test)
  }

  /// Folds where nothing else is said, and repeats where each trains on a sample.
  public static let (standardFolds, standardSamples) = (10, 10)

  /// - Parameter options: Of each training.
  /// - Throws: `SettingError`.
  func validate(_ options: TrainingOptions) throws(SettingError) {
    guard 1...10_000 ~= repeats else {
      throw .outOfRange("repeats", value: "\(repeats)", allowed: "1 to 10000")
    }
    switch division {
    case .folds(let count):
      let fewest = measured == .validation ? 3 : 2
      guard count >= fewest else {
        throw .outOfRange(
          "folds", value: "\(count)",
          allowed: "\(fewest) or more"
            + (measured == .validation ? " with `measure` validation" : ""))
      }
      guard options.data.shuffles || repeats == 1 else {
        throw .unsuitable("`no_shuffle` leaves one way to divide: no `train_on`, no `repeats`.")
      }
    case .training(let count):
      guard count >= 2 else {
        throw .outOfRange("train_on", value: "\(count)", allowed: "2 or more")
      }
      guard measured == .test else {
        throw .unsuitable("`measure` validation goes with `folds`, not with `train_on`.")
      }
      guard options.data.shuffles else {
        throw .unsuitable("`no_shuffle` leaves one way to divide: no `train_on`, no `repeats`.")
      }
    }
    guard options.compat == nil else {
      throw .unsuitable("`compat` repeats one training; it goes with train only.")
    }
    guard options.pooling != .paddedLast || options.paddedLength != nil else {
      throw .unsuitable(
        "`pooling` padded-last needs `padded_length` here: every round has another longest message."
      )
    }
    guard options.training.selection == nil else {
      throw .unsuitable(
        "`keep_best` and `early_stopping` need a validation part, which the rounds do not have.")
    }
    guard options.training.evalEvery == 0, options.training.saveEvery == 0 else {
      throw .unsuitable("`eval_every` and `save_every` go with train only.")
    }
  }

  /// Of what is measured to what was trained on, in messages, where each message is measured once in a
  /// repeat; 0 where the measured messages are the same, and only what is learned from varies.
  var testToTrainRatio: Double {
    guard case .folds(let count) = division else { return 0 }
    return 1 / Double(count - (measured == .test ? 1 : 2))
  }

  /// The rounds, those of a repeat one after another.
  ///
  /// - Parameter options: Whether chance divides, and how what is trained on is balanced.
  /// - Throws: `SplitError` when there are not enough messages.
  func rounds(of data: LabelledDataset, _ options: DataOptions, seed: UInt64) throws -> [Round] {
    let groups = MessageGroups(texts: data.messages.lazy.map(\.text))
    return try (0..<repeats).flatMap { index -> [Round] in
      var generator = Philox(seed: seed, for: .splitting, index: UInt64(index))
      switch division {
      case .folds(let count):
        return try folds(
          count, of: data, groups, shuffles: options.shuffles, using: &generator)
      case .training(let count):
        let sample = try TrainingSample(
          labels: data.labels, classes: data.classes.names, groups: groups, count: count,
          using: &generator)
        return [Round(train: sample.train, measured: sample.rest)]
      }
    }.map { round in
      guard options.balance == .undersample else { return round }
      var generator = Philox(seed: seed, for: .balancing)
      let kept = Balancing.undersample(labels: data.labels(at: round.train), using: &generator)
      return Round(train: kept.map { round.train[$0] }, measured: round.measured)
    }
  }

  private func folds(
    _ count: Int, of data: LabelledDataset, _ groups: MessageGroups, shuffles: Bool,
    using generator: inout Philox
  ) throws -> [Round] {
    let folds = try CrossValidationFolds(
      labels: data.labels, classes: data.classes.names, groups: groups, count: count,
      shuffles: shuffles, using: &generator)
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

extension CrossValidationPlan: Codable {
  /// The plan as the database keeps it, each value by its own name.
  func recorded() throws -> [String: SettingValue] {
    guard case .object(let values) = try SettingValue(encoding: self) else { return [:] }
    return values
  }

  enum CodingKeys: String, CodingKey {
    case folds
    case trainOn = "train_on"
    case repeats, measure
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    division =
      if let count = try container.decodeIfPresent(Int.self, forKey: .trainOn) {
        .training(count)
      } else {
        .folds(try container.decode(Int.self, forKey: .folds))
      }
    repeats = try container.decode(Int.self, forKey: .repeats)
    measured = try container.decode(Measured.self, forKey: .measure)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch division {
    case .folds(let count): try container.encode(count, forKey: .folds)
    case .training(let count): try container.encode(count, forKey: .trainOn)
    }
    try container.encode(repeats, forKey: .repeats)
    try container.encode(measured, forKey: .measure)
  }
}
