/// One cell of a confusion matrix.
public struct ConfusionCount: Hashable, Sendable {
  public var truth: String
  public var predicted: String
  public var count: Int

  public init(truth: String, predicted: String, count: Int) {
    self.truth = truth
    self.predicted = predicted
    self.count = count
  }
}
