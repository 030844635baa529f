/// The shares of the training, validation and test part; they sum to 1.
public struct SplitFractions: Sendable, Equatable, CustomStringConvertible {
  /// More than 0.
  public let train: Double
  /// 0 for no validation part.
  public let validation: Double
  /// 0 for no test part.
  public let test: Double

  /// 70 % for training, 10 % for validation, 20 % for the test.
  public static let standard = SplitFractions(unchecked: 0.7, 0.1, 0.2)

  /// - Throws: `SplitError.fractions`: negative, not finite, nothing to train on, or another sum
  ///   than 1.
  public init(train: Double, validation: Double, test: Double) throws(SplitError) {
    guard train > 0, validation >= 0, test >= 0, abs(train + validation + test - 1) < 1e-9 else {
      throw .fractions("\(train)/\(validation)/\(test)")
    }
    self.init(unchecked: train, validation, test)
  }

  /// Reads `70/10/20` or `0.7/0.1/0.2`.
  ///
  /// - Throws: `SplitError.fractions`.
  public init(parsing text: String) throws(SplitError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map {
      Double($0) ?? .nan
    }
    guard parts.count == 3 else { throw .fractions(text) }
    let sum = parts.reduce(0, +)
    let scale = abs(sum - 100) < 1e-7 ? 100.0 : 1.0
    do {
      try self.init(
        train: parts[0] / scale, validation: parts[1] / scale, test: parts[2] / scale)
    } catch {
      throw .fractions(text)
    }
  }

  private init(unchecked train: Double, _ validation: Double, _ test: Double) {
    self.train = train
    self.validation = validation
    self.test = test
  }

  /// In percent, as `init(parsing:)` reads it: `70/10/20`.
  public var description: String {
    [train, validation, test].map { share in
      let percent = (share * 1e8).rounded() / 1e6
      return percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
    }.joined(separator: "/")
  }
}
