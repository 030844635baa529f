import ClassificationMetrics

/// How often answers of a stated probability were right, over how many there were of each.
struct ReliabilityDrawing {
  let diagram: ReliabilityDiagram

  private var bins: [Calibration.Bin] { diagram.bins }

  func svg(identifier: String) -> String {
    var drawing = SVGDrawing(width: 380, height: 392)
    let start = bins.allSatisfy { $0.lower >= 0.45 } ? 0.4 : 0
    var frame = PlotFrame(x: start...1, y: 0...1)
    frame.draw(in: &drawing, xLabel: "", yLabel: "Share that was right")
    drawing.line(from: frame.place(start, start), to: frame.place(1, 1), style: "line guide")
    let places = bins.map { frame.place($0.meanConfidence, $0.observed) }
    drawing.polyline(places, style: "line first")
    for (bin, place) in zip(bins, places) {
      let right = min(max(0, Int((bin.observed * Double(bin.count)).rounded())), bin.count)
      if let interval = WilsonInterval.interval(successes: right, of: bin.count) {
        drawing.line(
          from: PlotPoint(x: place.x, y: frame.row(interval.lowerBound)),
          to: PlotPoint(x: place.x, y: frame.row(interval.upperBound)), style: "whisker")
      }
      drawing.circle(place, radius: 3.5, style: "dot first")
    }
    frame.top = 296
    frame.bottom = 356
    drawCounts(in: &drawing, frame)
    return drawing.picture(
      identifier: identifier, title: "Stated probability against the share that was right",
      description: diagram.description)
  }

  /// Bars whose height is the number of messages.
  private func drawCounts(in drawing: inout SVGDrawing, _ frame: PlotFrame) {
    let most = Double(bins.map(\.count).max() ?? 1)
    drawing.text("Messages", at: PlotPoint(x: 2, y: frame.top - 8), style: "axis-name")
    drawing.text(
      NumberFormat.count(Int(most)), at: PlotPoint(x: frame.left - 7, y: frame.top + 4),
      anchor: .end)
    for bin in bins {
      let height = Double(bin.count) / most * (frame.bottom - frame.top)
      let left = max(frame.left, frame.column(bin.lower) + 1)
      drawing.rectangle(
        PlotPoint(x: left, y: frame.bottom - height), width: frame.column(bin.upper) - 1 - left,
        height: height, style: "bar")
    }
    drawing.line(
      from: PlotPoint(x: frame.left, y: frame.bottom),
      to: PlotPoint(x: frame.right, y: frame.bottom),
      style: "axis")
    drawing.text(
      "Stated probability", at: PlotPoint(x: frame.right, y: frame.bottom + 22), anchor: .end,
      style: "axis-name")
  }
}
