/// A setting with the value that a trial gives it.
public struct SearchSetting: Sendable, Hashable, Codable {
  /// Of the option.
  public let name: String
  /// As it would be typed; true or false for a flag.
  public let value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// All combinations of settings that a search may try.
public struct SearchSpace: Sendable, Equatable {
  /// Trials that one search may have.
  public static let trialLimit = 10_000

  public let axes: [SearchAxis]

  /// - Parameter texts: One `SearchAxis` each.
  /// - Throws: `SearchError`.
  public init(parsing texts: [String]) throws(SearchError) {
    var axes: [SearchAxis] = []
    for text in texts {
      let axis = try SearchAxis(parsing: text)
      guard !axes.contains(where: { $0.name == axis.name }) else { throw .twice(axis.name) }
      axes.append(axis)
    }
    self.axes = axes
  }

  /// How many combinations there are, `Int.max` for more; nil when a setting is a real number.
  public var count: Int? {
    var product = 1
    for axis in axes {
      guard let count = axis.count else { return nil }
      let (next, overflows) = product.multipliedReportingOverflow(by: count)
      product = overflows ? .max : next
    }
    return product
  }

  /// All combinations of listed values, the last setting changing fastest.
  ///
  /// - Throws: `SearchError.rangeNeedsDraws`, `.tooMany`.
  public func product() throws(SearchError) -> [[SearchSetting]] {
    var combinations: [[SearchSetting]] = [[]]
    var lists: [(name: String, values: [String])] = []
    for axis in axes {
      guard case .list(let values) = axis.values else { throw .rangeNeedsDraws(axis.name) }
      lists.append((axis.name, values))
    }
    guard count ?? .max <= Self.trialLimit else { throw .tooMany(limit: Self.trialLimit) }
    for (name, values) in lists {
      combinations = combinations.flatMap { combination in
        values.map { combination + [SearchSetting(name: name, value: $0)] }
      }
    }
    return combinations
  }
}
