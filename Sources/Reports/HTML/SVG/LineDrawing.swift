/// A plot as a drawing.
struct LineDrawing {
  private let plot: Plot

  init(_ plot: Plot) { self.plot = plot.clamped }

  /// - Parameter identifier: Unique in the page; letters, digits and hyphens.
  func svg(identifier: String) -> String {
    var drawing = SVGDrawing(width: 380, height: 276)
    let points = plot.series.flatMap(\.points)
    let frame = PlotFrame(
      x: plot.x ?? Self.range(points.map(\.x)), y: plot.y ?? Self.range(points.map(\.y)))
    frame.draw(
      in: &drawing, xLabel: plot.xLabel, yLabel: plot.yLabel, isWhole: plot.hasWholeSteps)
    for line in plot.series {
      let places = line.points.filter { $0.x.isFinite && $0.y.isFinite }
        .map { frame.place($0.x, $0.y) }
      drawing.polyline(places, style: "line " + line.role.rawValue)
      guard line.hasDots else { continue }
      for place in places { Self.dot(at: place, style: line.role.rawValue, in: &drawing) }
    }
    var attributes: [String] = []
    if let marker = plot.marker {
      let place = frame.place(marker.place.x, marker.place.y)
      drawing.circle(
        place, radius: 6, style: "marker", attributes: ["data-marker=\"\(marker.name)\""])
      let area = [frame.left, frame.right, frame.top, frame.bottom].map(SVGDrawing.number)
      attributes.append("data-area=\"\(area.joined(separator: " "))\"")
    }
    return drawing.picture(
      identifier: identifier, title: plot.title ?? plot.yLabel, description: plot.description,
      attributes: attributes)
  }

  /// Round for the first series, square for the second, so that colour is not all that tells them apart.
  private static func dot(at place: PlotPoint, style: String, in drawing: inout SVGDrawing) {
    guard style == "second" else {
      return drawing.circle(place, radius: 3.5, style: "dot " + style)
    }
    drawing.rectangle(
      PlotPoint(x: place.x - 3.5, y: place.y - 3.5), width: 7, height: 7, style: "dot " + style)
  }

  /// A range of round numbers around all that are finite.
  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return 0...1 }
    return Ticks.rounded(low...high)
  }
}
