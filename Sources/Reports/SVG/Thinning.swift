/// Fewer points that draw the same picture.
package enum Thinning {
  package typealias Point = SVGDrawing.Point

  /// The lowest and the highest point of each of `limit / 2` runs, in their order, so that no spike is
  /// lost.
  ///
  /// - Parameter limit: At least 2.
  package static func extremes(of points: [Point], limit: Int = 500) -> [Point] {
    guard points.count > limit, limit >= 2 else { return points }
    let runs = limit / 2
    return (0..<runs).flatMap { run -> [Point] in
      let part = points[points.count * run / runs..<points.count * (run + 1) / runs]
      guard let low = part.indices.min(by: { points[$0].y < points[$1].y }),
        let high = part.indices.max(by: { points[$0].y < points[$1].y })
      else { return [] }
      return low == high ? [points[low]] : [points[min(low, high)], points[max(low, high)]]
    }
  }
}
