import Files

/// Weights that cannot be quantised, or quantised parts that do not belong together.
public enum QuantisationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A NaN or an infinity, which would spoil its whole block.
  case notFinite(row: Int, column: Int)
  /// A scale that is stored as, or stands for, a NaN or an infinity, or makes one of a code.
  case scaleNotFinite(index: Int)
  case blockSize(Int)
  /// A part holds another number of elements than the number of weights asks for.
  case partSize(String, expected: Int, found: Int)

  public var description: String {
    switch self {
    case .notFinite(let row, let column):
      "The weight in row \(row), column \(column) is no finite number; "
        + "quantise the checkpoint that it was before training diverged."
    case .scaleNotFinite(let index):
      "The scale of row or block \(index) is too large or no number; fetch or make the weights again."
    case .blockSize(let size):
      "Blocks of \(size) weights are not supported; quantise with 64, "
        + "or another power of two from 32 to 4096."
    case .partSize(let part, let expected, let found):
      "The quantised weights have \(found) \(part), but their shape asks for \(expected); "
        + "fetch or make them again."
    }
  }
}

extension QuantisationError: ReportableError {
  package var exitClass: ExitClass { .input }
}
