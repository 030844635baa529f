import Files

/// Examples that a simple method cannot learn from, or features that it cannot read. Rows and columns
/// are counted from 1.
public enum BaselineError: Error, Equatable, CustomStringConvertible {
  case noExamples
  case oneClass
  case notFinite(row: Int, column: Int)

  public var description: String {
    switch self {
    case .noExamples:
      "There are no examples to learn from. Give some of each class."
    case .oneClass:
      "All examples are of one class, so there is nothing to tell apart. Give some of another class."
    case .notFinite(let row, let column):
      "Row \(row): feature \(column) is not a finite number. Check the model that made the features."
    }
  }
}

extension BaselineError: ReportableError {
  package var exitClass: ExitClass { .input }
}
