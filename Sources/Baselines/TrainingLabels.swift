/// The classes of the examples to learn from, checked once.
struct TrainingLabels {
  /// One class in 0..<classCount per example.
  let labels: [Int]
  let classCount: Int
  /// Examples of each class.
  let counts: [Int]
  /// The classes that occur, ascending, at least two. A method can say nothing about the others and
  /// gives them the probability 0, unless it says otherwise.
  let present: [Int]

  /// - Throws: `BaselineError.noExamples` or `.oneClass`.
  init(_ labels: [Int], exampleCount: Int, classCount: Int) throws(BaselineError) {
    precondition(labels.count == exampleCount, "\(labels.count) labels, \(exampleCount) examples")
    guard !labels.isEmpty else { throw .noExamples }
    var counts = [Int](repeating: 0, count: max(classCount, 0))
    for label in labels {
      precondition(counts.indices.contains(label), "label \(label), \(classCount) classes")
      counts[label] += 1
    }
    present = counts.indices.filter { counts[$0] > 0 }
    guard present.count > 1 else { throw .oneClass }
    self.labels = labels
    self.classCount = classCount
    self.counts = counts
  }

  /// The labels as places in `present`: 0..<present.count.
  var placesInPresent: [Int] {
    var places = [Int](repeating: 0, count: classCount)
    for (place, label) in present.enumerated() { places[label] = place }
    return labels.map { places[$0] }
  }
}

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
