import GPT2
import TextDatasets

/// A published program that a run repeats: the same beginning, the same batches in the same order.
public enum Compatibility: String, Sendable, CaseIterable, Codable {
  /// `gpt_class_finetune.py`: messages are padded to the longest of training and read at the last
  /// position, or by another pooling of `additional_experiments.py`; the head begins as a `torch.nn.Linear`, whatever head the base has, and torch's data
  /// loader draws the batches, of which a last short one is left out. Torch's generator gets the
  /// run's seed.
  ///
  /// With `mean`, padding counts as it does there. `first` and `last` read messages without padding, which
  /// a causal mask makes the same as reading padded ones at the first and at the last real token.
  ///
  /// Source: S. Raschka, *Build a Large Language Model (From Scratch)*, Manning 2024, chapter 6.
  case raschka
}

extension TrainingOptions {
  /// Makes the settings those that a program leaves no choice in. Its precision is float32, unless
  /// another was chosen; what else it sets are the defaults here.
  ///
  /// - Parameter pooling: Nil for the program's own default.
  public mutating func follow(_ compatibility: Compatibility, pooling: Pooling? = nil) {
    self.compatibility = compatibility
    switch compatibility {
    case .raschka:
      self.pooling = pooling ?? .paddedLast
      hasHeadBias = true
      headInitialization = .normal
      data.shuffles = true
    }
    if precision == .auto { precision = .float32 }
  }

  /// Whether nothing contradicts the program that is followed, if any.
  var agreesWithCompatibility: Bool {
    guard let compatibility else { return true }
    var followed = self
    followed.follow(compatibility, pooling: pooling)
    followed.precision = precision
    return followed == self
  }

  /// What gives the batches of an epoch, counted from 0, as positions among the training messages.
  ///
  /// - Parameter count: Of the training messages.
  func batches(of count: Int) throws(BatchOrderError) -> (_ epoch: Int) -> [ArraySlice<Int>] {
    switch compatibility {
    case .raschka:
      let order = try RaschkaBatchOrder(
        count: count, batchSize: training.batchSize, seed: training.seed)
      return order.batches(epoch:)
    case nil:
      let order = try BatchOrder(
        count: count, batchSize: training.batchSize, seed: training.seed,
        shuffles: data.shuffles)
      return order.batches(epoch:)
    }
  }
}
