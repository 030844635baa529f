/// One setting that a search varies, and what it may be: `rank=4,8`, `learning-rate=1e-5..1e-3`.
public struct SearchAxis: Sendable, Equatable {
  public enum Values: Sendable, Equatable {
    /// As they were written, in that order, no two the same.
    case list([String])
    /// Whole numbers, each as likely as the others.
    case integers(ClosedRange<Int>)
    /// Real numbers above 0 whose logarithm is uniform: as many below the geometric mean as above.
    case logarithmic(ClosedRange<Double>)
  }

  public let name: String
  public let values: Values

  /// Reads `NAME=VALUE,VALUE,…` or `NAME=LOW..HIGH`. Where a value has commas itself, semicolons stand
  /// between values. In a name, underscores are as good as dashes.
  ///
  /// - Throws: `SearchError`.
  public init(parsing text: String) throws(SearchError) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw .noName(text)
    }
    name = String(text[..<equals]).replacing("_", with: "-")
    let rest = text[text.index(after: equals)...]
    if let range = try Self.range(rest, of: name) {
      values = range
      return
    }
    let list = rest.split(
      separator: rest.contains(";") ? ";" : ",", omittingEmptySubsequences: false
    )
    .map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
    guard !list.contains("") else { throw .noValues(name) }
    var seen: Set<String> = []
    if let repeated = list.first(where: { !seen.insert($0).inserted }) {
      throw .sameValue(name, repeated)
    }
    values = .list(list)
  }

  /// How many values there are; nil for real numbers.
  public var count: Int? {
    switch values {
    case .list(let list): list.count
    case .integers(let range): range.upperBound - range.lowerBound + 1
    case .logarithmic: nil
    }
  }

  /// - Returns: Nil for what is no range, such as a path with two dots.
  private static func range(_ text: Substring, of name: String) throws(SearchError) -> Values? {
    guard let dots = text.firstRange(of: "..") else { return nil }
    let (first, last) = (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
    // Wider ranges would have more numbers than an Int counts.
    if let low = Int(first), let high = Int(last), low.magnitude < 1 << 53, high.magnitude < 1 << 53
    {
      guard low < high else { throw .emptyRange(name, String(text)) }
      return .integers(low...high)
    }
    guard let low = Double(first), let high = Double(last), low.isFinite, high.isFinite else {
      return nil
    }
    guard low < high else { throw .emptyRange(name, String(text)) }
    guard low > 0 else { throw .noLogarithm(name, String(text)) }
    return .logarithmic(low...high)
  }
}
