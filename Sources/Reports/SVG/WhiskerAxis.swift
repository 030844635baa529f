import ClassificationMetrics

/// What the whiskers of a table have in common, so that they can be compared.
struct WhiskerAxis {
  let range: ClosedRange<Double>
  private let width = 112.0
  private let height = 16.0

  /// From a round number below all values and intervals to one above.
  ///
  /// - Parameter bounds: What the values can be; the axis stays within.
  init(_ estimates: [Estimate], within bounds: ClosedRange<Double> = 0...1) {
    let values = estimates.filter { $0.value != nil }
      .flatMap { [$0.value, $0.low, $0.high] }.compactMap { $0 }.filter(\.isFinite)
    guard let low = values.min(), let high = values.max() else {
      range = bounds.upperBound.isFinite ? bounds : 0...1
      return
    }
    range = Ticks.rounded(low...high, within: bounds, about: 4)
  }

  /// "70–100 %" or "0.6–1.0".
  func label(_ style: PageNumber.Style) -> String {
    let isPercent = style == .percent
    let scale = isPercent ? 100.0 : 1
    let (low, high) = (range.lowerBound * scale, range.upperBound * scale)
    let ticks = Ticks(in: low...high, about: 4)
    return ticks.label(low) + "–" + ticks.label(high) + (isPercent ? PageNumber.space + "%" : "")
  }

  /// A dot for the value on a line for the interval; nil without a value that stands on something.
  func svg(_ estimate: Estimate) -> String? {
    guard let value = estimate.value, value.isFinite else { return nil }
    var drawing = SVGDrawing(width: width, height: height)
    let middle = height / 2
    drawing.line(
      from: .init(x: 5, y: middle), to: .init(x: width - 5, y: middle), style: "track")
    if let low = estimate.low, let high = estimate.high {
      let ends = (column(low), column(high))
      drawing.line(
        from: .init(x: ends.0, y: middle), to: .init(x: ends.1, y: middle), style: "whisker")
      for end in [ends.0, ends.1] {
        drawing.line(
          from: .init(x: end, y: middle - 4), to: .init(x: end, y: middle + 4), style: "whisker")
      }
    }
    drawing.circle(.init(x: column(value), y: middle), radius: 3.5, style: "dot first")
    return drawing.ornament(style: "whiskers")
  }

  private func column(_ value: Double) -> Double {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return 5 + min(max(share, 0), 1) * (width - 10)
  }
}
