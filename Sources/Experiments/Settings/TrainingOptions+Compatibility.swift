import ClassifierModels
import GPT2
import TextDatasets

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
