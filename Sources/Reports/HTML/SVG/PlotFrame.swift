/// The area of a plot, its axes and grid, and where a value lies in it.
struct PlotFrame {
  var left = 44.0
  var right = 366.0
  var top = 26.0
  var bottom = 236.0
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>

  /// - Parameters: Ranges of finite numbers, not empty.
  init(x: ClosedRange<Double>, y: ClosedRange<Double>) {
    self.x = x
    self.y = y
  }

  func place(_ x: Double, _ y: Double) -> PlotPoint {
    PlotPoint(x: column(x), y: row(y))
  }

  func column(_ value: Double) -> Double {
    left + (value - x.lowerBound) / (x.upperBound - x.lowerBound) * (right - left)
  }

  func row(_ value: Double) -> Double {
    bottom - (value - y.lowerBound) / (y.upperBound - y.lowerBound) * (bottom - top)
  }

  /// Draws the grid, the numbers and what they are. The name of y stands above its axis, not beside
  /// it, so that nobody has to turn the head.
  func draw(in drawing: inout SVGDrawing, xLabel: String, yLabel: String, isWhole: Bool = false) {
    let rows = Ticks(in: y)
    for value in rows.values {
      let height = row(value)
      drawing.line(
        from: PlotPoint(x: left, y: height), to: PlotPoint(x: right, y: height), style: "grid")
      drawing.text(rows.label(value), at: PlotPoint(x: left - 7, y: height + 4), anchor: .end)
    }
    drawing.line(
      from: PlotPoint(x: left, y: bottom), to: PlotPoint(x: right, y: bottom), style: "axis")
    drawColumns(in: &drawing, isWhole: isWhole)
    drawing.text(yLabel, at: PlotPoint(x: 2, y: 12), style: "axis-name")
    drawing.text(xLabel, at: PlotPoint(x: right, y: bottom + 36), anchor: .end, style: "axis-name")
  }

  /// - Parameter isWhole: Whether only whole numbers make sense.
  private func drawColumns(in drawing: inout SVGDrawing, isWhole: Bool) {
    let columns = Ticks(in: x)
    for value in columns.values where !isWhole || value == value.rounded() {
      let place = column(value)
      drawing.line(
        from: PlotPoint(x: place, y: bottom), to: PlotPoint(x: place, y: bottom + 4), style: "axis")
      drawing.text(columns.label(value), at: PlotPoint(x: place, y: bottom + 18), anchor: .middle)
    }
  }
}
