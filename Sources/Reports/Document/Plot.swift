import ClassificationMetrics

/// A place in a plot, or in a drawing.
package struct PlotPoint: Equatable, Sendable {
  package var x: Double
  package var y: Double

  package init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// Lines over an area with two axes.
struct Plot: Sendable {
  struct Series: Sendable {
    var name: String
    var role: Role
    var points: [PlotPoint]
    /// Whether each point is marked.
    var hasDots = false
  }

  enum Role: String, Sendable {
    case first, second, faint
    /// What a line would be without the subject: guessing, or perfection.
    case guide
  }

  /// A point that a threshold slider moves.
  struct Marker: Sendable {
    /// "roc" or "pr".
    var name: String
    var place: PlotPoint
  }

  /// Nil where the text before it says what it shows.
  var title: String?
  /// What there is to see, in a sentence, for those who do not see it.
  var description = ""
  var xLabel: String
  var yLabel: String
  /// Ranges of the axes; nil for those of the points. Points beyond are drawn at the edge.
  var x: ClosedRange<Double>?
  var y: ClosedRange<Double>?
  /// Whether only whole numbers make sense along x.
  var hasWholeSteps = false
  var series: [Series]
  var marker: Marker?
  var remark: String?

  /// The same with every point within the ranges.
  var clamped: Plot {
    func clamp(_ value: Double, _ range: ClosedRange<Double>?) -> Double {
      range.map { min(max(value, $0.lowerBound), $0.upperBound) } ?? value
    }
    var plot = self
    for index in series.indices {
      plot.series[index].points = series[index].points.map {
        PlotPoint(x: clamp($0.x, x), y: clamp($0.y, y))
      }
    }
    return plot
  }
}

/// How often answers of a stated probability were right, over how many there were of each.
struct ReliabilityDiagram: Sendable {
  let title = "Reliability of the most probable class"
  /// At least one.
  let bins: [Calibration.Bin]
  let description: String

  /// The same as lines, for those who cannot draw bars: without bins of so few answers that their share says
  /// nothing. Nil where too few are left.
  var plot: Plot? {
    let drawn = bins.filter { $0.count >= 5 }
    guard drawn.count > 2, let low = drawn.first?.meanConfidence else { return nil }
    return Plot(
      title: title, description: description, xLabel: "stated probability",
      yLabel: "share that was right",
      series: [
        Plot.Series(
          name: "this model", role: .first,
          points: drawn.map { PlotPoint(x: $0.meanConfidence, y: $0.observed) }),
        Plot.Series(
          name: "as it should be", role: .guide,
          points: [PlotPoint(x: low, y: low), PlotPoint(x: 1, y: 1)]),
      ])
  }
}

/// What another threshold would change, for those who can move one.
struct ThresholdSlider: Sendable {
  /// Name of the positive class.
  let positive: String
  /// Of rising threshold.
  let stops: [ThresholdPoint]
  /// Place of the model's own threshold in `stops`.
  let chosen: Int
  /// Some thresholds, for all others.
  let instead: Table
}

/// Fewer points that draw the same picture.
package enum Thinning {
  /// The lowest and the highest point of each of `limit / 2` runs, in their order, so that no spike is
  /// lost.
  ///
  /// - Parameter limit: At least 2.
  package static func extremes(of points: [PlotPoint], limit: Int = 500) -> [PlotPoint] {
    guard points.count > limit, limit >= 2 else { return points }
    let runs = limit / 2
    return (0..<runs).flatMap { run -> [PlotPoint] in
      let part = points[points.count * run / runs..<points.count * (run + 1) / runs]
      guard let low = part.indices.min(by: { points[$0].y < points[$1].y }),
        let high = part.indices.max(by: { points[$0].y < points[$1].y })
      else { return [] }
      return low == high ? [points[low]] : [points[min(low, high)], points[max(low, high)]]
    }
  }
}
