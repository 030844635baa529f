#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the learning rate changes over the steps of a run, as `get_scheduler` of Hugging Face's
/// transformers defines it: with warm-up the first step has rate 0.
public struct LearningRateSchedule: Sendable, Equatable, Codable {
  /// What happens after the warm-up.
  public enum Shape: String, Sendable, CaseIterable, Codable {
    case constant
    /// Falls on a line to 0 at the last step.
    case linear
    /// Falls to 0 along half a cosine (Loshchilov and Hutter: "SGDR", ICLR 2017, eq. 5).
    case cosine
  }

  public var shape: Shape
  /// Steps over which the rate rises on a line; below 1 it is a share of all steps, rounded up.
  public var warmup: Double

  public init(shape: Shape = .constant, warmup: Double = 0) {
    self.shape = shape
    self.warmup = warmup
  }

  public func warmupSteps(of totalSteps: Int) -> Int {
    warmup < 1 ? Int((warmup * Double(totalSteps)).rounded(.up)) : Int(warmup)
  }

  /// Factor on the base learning rate.
  ///
  /// - Parameters:
  ///   - step: Counted from 0.
  ///   - totalSteps: Steps of the whole run.
  public func factor(step: Int, totalSteps: Int) -> Double {
    let warmup = warmupSteps(of: totalSteps)
    guard step >= warmup else { return Double(step) / Double(max(1, warmup)) }
    let done = Double(step - warmup) / Double(max(1, totalSteps - warmup))
    switch shape {
    case .constant: return 1
    case .linear: return max(0, 1 - done)
    case .cosine: return max(0, 0.5 * (1 + cos(.pi * min(1, done))))
    }
  }
}
