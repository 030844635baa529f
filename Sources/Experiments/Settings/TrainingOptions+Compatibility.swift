import ClassifierModels
import GPT2
import TextDatasets

/// What a published program leaves no choice in.
extension TrainingOptions {
  /// Makes the settings those that a program leaves no choice in. Its precision is float32, unless
  /// another was chosen; what else it sets are the defaults here.
  ///
  /// - Parameter pooling: Nil for the program's own default.
  public mutating func follow(_ compat: Compatibility, pooling: Pooling? = nil) {
    self.compat = compat
    switch compat {
    case .raschka:
      self.pooling = pooling ?? .paddedLast
      hasHeadBias = true
      headInit = .normal
      data.shuffles = true
    }
    if precision == .auto { precision = .float32 }
  }

  /// Whether nothing contradicts the program that is followed, if any.
  var agreesWithCompatibility: Bool {
    guard let compat else { return true }
    var followed = self
    followed.follow(compat, pooling: pooling)
    followed.precision = precision
    return followed == self
  }

  /// Makes sure that nothing is given that the program decides.
  ///
  /// - Throws: `SettingError`.
  static func refuse(
    _ given: GivenSettings<TrainingOptions>, decidedBy compat: Compatibility
  ) throws(SettingError) {
    let decided: [(name: String, isGiven: Bool)] = [
      ("head_init", given[\.headInit] != nil), ("no_head_bias", given[\.hasHeadBias] != nil),
      ("no_shuffle", given[\.data.shuffles] != nil),
    ]
    if let (name, _) = decided.first(where: \.isGiven) {
      throw .unsuitable(
        "`compat` \(compat.rawValue) does as its program does; leave out `\(name)`.")
    }
  }

  /// What gives the batches of an epoch, counted from 0, as positions among the training messages.
  ///
  /// - Parameter count: Of the training messages.
  func batches(of count: Int) throws(BatchOrderError) -> (_ epoch: Int) -> [ArraySlice<Int>] {
    switch compat {
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
