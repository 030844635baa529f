import Files

/// A search that cannot be done as asked. Every message names the setting and the next step.
public enum SearchError: Error, Equatable, Sendable, CustomStringConvertible {
  case noName(String)
  case noValues(String)
  case sameValue(String, String)
  case twice(String)
  case emptyRange(String, String)
  case noLogarithm(String, String)
  case rangeNeedsDraws(String)
  case tooMany(limit: Int)
  case badDraws(Int, limit: Int)
  case tooFew(combinations: Int, asked: Int)
  case tooNarrow(asked: Int)

  public var description: String {
    switch self {
    case .noName(let text):
      "`grid` '\(text)' names no option: give NAME=VALUE,VALUE, such as rank=4,8."
    case .noValues(let name):
      "`grid` \(name) has an empty value: give NAME=VALUE,VALUE, such as rank=4,8."
    case .sameValue(let name, let value):
      "`grid` \(name) has the value '\(value)' twice: leave one out."
    case .twice(let name):
      "`grid` \(name) stands there twice: put all its values into one."
    case .emptyRange(let name, let range):
      "`grid` \(name)=\(range) holds nothing: give the lower end first, and a higher one."
    case .noLogarithm(let name, let range):
      "`grid` \(name)=\(range) is drawn by its logarithm, so both ends must be above 0: raise the lower end, "
        + "or list values."
    case .rangeNeedsDraws(let name):
      "`grid` \(name) is a range: say with `random` how many combinations to draw, or list values."
    case .tooMany(let limit):
      "The values of `grid` have more than \(limit) combinations: give fewer, or draw some with `random`."
    case .badDraws(let count, let limit):
      "`random` is \(count); give 1 to \(limit)."
    case .tooFew(let combinations, let asked):
      "`random` is \(asked), but `grid` has \(combinations) combinations: leave out `random` to try all."
    case .tooNarrow(let asked):
      "The ranges of `grid` are too narrow to draw \(asked) different combinations: widen them, or draw "
        + "fewer."
    }
  }
}

extension SearchError: ReportableError {
  package var exitClass: ExitClass { .usage }
}
