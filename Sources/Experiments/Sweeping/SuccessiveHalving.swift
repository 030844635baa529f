/// A search that soon drops what does badly: all trials get few epochs, the better half of them about
/// twice as many, and so on, until the last ones get all.
///
/// Source: Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization",
/// AISTATS 2016.
public struct SuccessiveHalving: Sendable, Equatable {
  /// Rounds of the search, at least 1.
  public let rungs: Int

  /// As many rungs as leave an epoch for the first and a trial for the last.
  ///
  /// - Parameters:
  ///   - trials: At least 1.
  ///   - epochs: Of the last rung, at least 1; the fewest where trials differ.
  public init(trials: Int, epochs: Int) {
    precondition(trials > 0 && epochs > 0, "\(trials) trials of \(epochs) epochs")
    rungs = min(Self.binaryLogarithm(trials), Self.binaryLogarithm(epochs)) + 1
  }

  public init(rungs: Int) {
    precondition(rungs > 0, "\(rungs) rungs")
    self.rungs = rungs
  }

  /// Epochs of a trial: ⌈all / 2ᵏ⌉ with k rungs to come.
  ///
  /// - Parameters:
  ///   - rung: 0 ..< `rungs`.
  ///   - all: Of the last rung.
  public func epochs(inRung rung: Int, of all: Int) -> Int {
    let parts = 1 << (rungs - 1 - rung)
    return all / parts + (all.isMultiple(of: parts) ? 0 : 1)
  }

  /// How many of so many trials go on: half of them, rounded up.
  public static func survivors(of trials: Int) -> Int { trials / 2 + trials % 2 }

  /// Rounded down; of at least 1.
  private static func binaryLogarithm(_ number: Int) -> Int {
    Int.bitWidth - 1 - number.leadingZeroBitCount
  }
}
