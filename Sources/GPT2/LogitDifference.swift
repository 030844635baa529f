/// The logit of one class minus that of another: how much a classifier prefers the one.
public struct LogitDifference: Sendable, Equatable {
  /// Index of the class that speaks for itself.
  public var target: Int
  /// Index of the class it is measured against.
  public var rival: Int

  public init(target: Int, rival: Int) {
    precondition(target != rival, "class \(target) against itself")
    self.target = target
    self.rival = rival
  }

  /// A class against the most probable of the others.
  ///
  /// - Parameter logits: One per class, at least two.
  public init(of target: Int, in logits: [some BinaryFloatingPoint]) {
    let others = logits.indices.filter { $0 != target }
    self.init(
      target: target,
      rival: others.dropFirst().reduce(others[0]) { logits[$1] > logits[$0] ? $1 : $0 })
  }

  /// - Parameter logits: One per class.
  public func value(in logits: [some BinaryFloatingPoint]) -> Double {
    Double(logits[target]) - Double(logits[rival])
  }
}
