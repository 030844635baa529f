/// What is followed along a run.
public enum CurveMetric: String, Sendable, CaseIterable {
  case loss, accuracy
  case learningRate = "learning-rate"
  case gradientNorm = "gradient-norm"
}

/// Something that was measured again and again in a run.
public struct RunCurve: Sendable {
  /// What the points are counted by.
  public enum Axis: String, Sendable, Encodable {
    /// Optimiser steps.
    case step
    /// Rounds of a cross-validation.
    case round
  }

  public let run: String
  /// "batches" for what the steps recorded, otherwise the part that was measured.
  public let series: String
  public let axis: Axis
  /// In the order of the axis; NaN where there is no value.
  public let points: [(position: Int, value: Double)]

  /// The curves of a run; none where it recorded nothing of the kind.
  public static func curves(
    of run: Run, _ metric: CurveMetric, in database: RunDatabase
  ) throws(RunDatabaseError) -> [RunCurve] {
    let axis: Axis = run.facts.kind == "cross-validate" ? .round : .step
    let steps = try database.steps(of: run.id)
    var curves: [RunCurve] = []
    func add(_ series: String, _ points: [(position: Int, value: Double)]) {
      guard points.contains(where: { $0.value.isFinite }) else { return }
      curves.append(RunCurve(run: run.name, series: series, axis: axis, points: points))
    }
    switch metric {
    case .learningRate: add("batches", steps.map { ($0.step, $0.learningRate) })
    case .gradientNorm: add("batches", steps.map { ($0.step, $0.gradientNorm ?? .nan) })
    case .loss, .accuracy:
      if metric == .loss { add("batches", steps.map { ($0.step, $0.loss) }) }
      let evaluations = try database.evaluations(of: run.id).map(\.record)
      for part in EvaluationPart.allCases {
        let points = evaluations.filter { $0.part == part }.compactMap { record in
          record.step.map { (position: $0, value: record.value(of: metric)) }
        }
        add(part.rawValue, points.sorted { $0.position < $1.position })
      }
    }
    return curves
  }

  /// The mean of each of at most `count` stretches of equal length, at its middle; the points themselves
  /// where they are no more.
  package func thinned(to count: Int) -> [(x: Double, y: Double)] {
    guard points.count > count, count > 0 else {
      return points.map { (Double($0.position), $0.value) }
    }
    return (0..<count).map { index in
      let stretch = points[points.count * index / count..<points.count * (index + 1) / count]
      let size = Double(stretch.count)
      return (
        stretch.reduce(0) { $0 + Double($1.position) } / size,
        stretch.reduce(0) { $0 + $1.value } / size
      )
    }
  }
}

extension EvaluationRecord {
  fileprivate func value(of metric: CurveMetric) -> Double {
    metric == .loss ? loss : metrics.first { $0.name == metric.rawValue }?.value ?? .nan
  }
}

/// `{"run": …, "series": …, "axis": "step", "points": [[1, 0.7], …]}`, null for what is not finite.
extension RunCurve: Encodable {
  private enum CodingKeys: String, CodingKey { case run, series, axis, points }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(run, forKey: .run)
    try container.encode(series, forKey: .series)
    try container.encode(axis, forKey: .axis)
    try container.encode(
      points.map { [Double($0.position), $0.value.isFinite ? $0.value : nil] }, forKey: .points)
  }
}
