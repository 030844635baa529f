/// Lines over an area with two axes.
struct LinePlot {
  typealias Point = SVGDrawing.Point

  struct Series {
    var name: String
    /// Class of the style sheet: `first`, `second`, `faint`, `guide`.
    var style: String
    var points: [Point]
    var hasDots = false
  }

  /// A point that a script may move, and its name there.
  struct Marker {
    var name: String
    var place: Point
  }

  var title: String
  /// What there is to see, in a sentence.
  var description: String
  var xLabel: String
  var yLabel: String
  var x: ClosedRange<Double>
  var y: ClosedRange<Double>
  var hasWholeSteps = false
  var series: [Series]
  var marker: Marker?

  /// - Parameter identifier: Unique in the page; letters, digits and hyphens.
  func svg(identifier: String) -> String {
    var drawing = SVGDrawing(width: 380, height: 276)
    let frame = PlotFrame(x: x, y: y)
    frame.draw(in: &drawing, xLabel: xLabel, yLabel: yLabel, isWhole: hasWholeSteps)
    for line in series {
      let places = line.points.map { frame.place(clamped($0.x, x), clamped($0.y, y)) }
      drawing.polyline(places, style: "line " + line.style)
      guard line.hasDots else { continue }
      for place in places { Self.dot(at: place, style: line.style, in: &drawing) }
    }
    var attributes: [String] = []
    if let marker {
      let place = frame.place(marker.place.x, marker.place.y)
      drawing.circle(
        place, radius: 6, style: "marker", attributes: ["data-marker=\"\(marker.name)\""])
      let area = [frame.left, frame.right, frame.top, frame.bottom].map(SVGDrawing.number)
      attributes.append("data-area=\"\(area.joined(separator: " "))\"")
    }
    return drawing.picture(
      identifier: identifier, title: title, description: description, attributes: attributes)
  }

  /// Round for the first series, square for the second, so that colour is not all that tells them apart.
  private static func dot(at place: Point, style: String, in drawing: inout SVGDrawing) {
    guard style == "second" else {
      return drawing.circle(place, radius: 3.5, style: "dot " + style)
    }
    drawing.rectangle(
      Point(x: place.x - 3.5, y: place.y - 3.5), width: 7, height: 7, style: "dot " + style)
  }

  private func clamped(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    min(max(value, range.lowerBound), range.upperBound)
  }
}
