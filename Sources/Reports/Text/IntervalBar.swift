import ClassificationMetrics

/// A value and its interval on a line of the terminal: `├───●──┤`.
package struct IntervalBar: Sendable {
  private let value: Double?
  private let interval: ClosedRange<Double>?
  private let range: ClosedRange<Double>
  private let width: Int
  private let characters: PlotCharacters

  /// - Parameters:
  ///   - value: Nothing is drawn where it is missing or not finite.
  ///   - low: The interval's ends; without both of them the value stands alone.
  ///   - range: What the ends of the line stand for, the same for all bars that are to be compared. What
  ///     lies beyond is drawn at the end.
  ///   - width: Characters of the line, at least 3.
  package init(
    value: Double?, low: Double?, high: Double?, in range: ClosedRange<Double>, width: Int = 32,
    characters: PlotCharacters = .ofLocale
  ) {
    self.value = value.flatMap { $0.isFinite ? $0 : nil }
    if let low, let high, low.isFinite, high.isFinite, low <= high {
      interval = low...high
    } else {
      interval = nil
    }
    self.range = range
    self.width = max(3, width)
    self.characters = characters
  }

  /// Exactly as many characters as the width.
  package var text: String {
    var line: [Character] = Array(repeating: " ", count: width)
    guard let value else { return String(line) }
    let drawing: [Character] =
      characters == .unicode ? ["─", "├", "┤", "●"] : ["-", "|", "|", "*"]
    if let interval {
      let (low, high) = (column(interval.lowerBound), column(interval.upperBound))
      for column in low...high { line[column] = drawing[0] }
      line[low] = drawing[1]
      line[high] = drawing[2]
    }
    line[column(value)] = drawing[3]
    return String(line)
  }

  private func column(_ value: Double) -> Int {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite else { return width / 2 }
    let place = min(1, max(0, (value - range.lowerBound) / span))
    return Int((place * Double(width - 1)).rounded())
  }
}

extension IntervalBar {
  /// An estimate on the axis of its column.
  init(_ estimate: Estimate, on axis: Axis, characters: PlotCharacters) {
    self.init(
      value: estimate.value, low: estimate.low, high: estimate.high, in: axis.range,
      width: 24, characters: characters)
  }
}
