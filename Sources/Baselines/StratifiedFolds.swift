/// Which fold each example is held out in. The examples of each class are dealt to the folds in turn,
/// in their order, each class going on where the one before it stopped: every fold has its share of
/// each class, give or take one example, and nothing depends on chance.
package struct StratifiedFolds {
  let count: Int
  /// A fold in 0..<count per example.
  package let foldOf: [Int]

  /// - Parameters:
  ///   - labels: classes in 0..<classCount.
  ///   - count: at least 2.
  package init(labels: [Int], classCount: Int, count: Int) {
    precondition(count > 1, "\(count) folds")
    var foldOf = labels
    var next = 0
    for label in 0..<classCount {
      for index in labels.indices where labels[index] == label {
        foldOf[index] = next % count
        next += 1
      }
    }
    self.count = count
    self.foldOf = foldOf
  }
}
