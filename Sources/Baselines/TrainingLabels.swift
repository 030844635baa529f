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
