import ClassificationMetrics

/// A dot for a value on a line for its interval, on the axis that its column has in common.
struct Whiskers {
  private let axis: Axis
  private let width = 112.0
  private let height = 16.0

  init(on axis: Axis) { self.axis = axis }

  /// Nil without a value that stands on something.
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

  private func column(_ value: Double) -> Double { 5 + axis.place(value) * (width - 10) }
}
