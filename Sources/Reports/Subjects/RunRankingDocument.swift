import ClassificationMetrics
import RunDatabase

extension Document {
  /// How many runs are shown at most.
  private static let mostRanked = 20

  /// The best run and those that may be as good, and how far the order is to be believed.
  package init(_ ranking: RunRanking) {
    let shown = [ranking.best] + ranking.overlapping.prefix(Self.mostRanked - 1)
    let axis = Axis(
      of: shown.map(\.estimate), within: -.infinity ... .infinity)
    self.init(blocks: [
      .table(
        Table(
          nil,
          [
            "run", "kind", Table.Column("\(ranking.criterion)", note: "95 % interval"),
            Table.Column("whisker", axis: axis),
          ],
          shown.map { entry in
            [
              .name(entry.run.name), .text(entry.run.facts.kind), .metric(entry.estimate),
              .bar(entry.estimate),
            ]
          })),
      .list(ranking.remarks),
    ])
  }
}

extension RunRanking.Entry {
  fileprivate var estimate: Estimate { Estimate(value: value, low: low, high: high) }
}

extension RunRanking {
  /// How far the order is to be believed, a sentence each.
  package var remarks: [String] {
    let count = entries.count
    var remarks = [
      "\(Self.runs(count)) measured on the same \(NumberFormat.count(best.measured.examples)) messages of "
        + "\(best.measured.data.path)."
    ]
    let rivals = overlapping.count
    if rivals > 0 {
      let verb = rivals == 1 ? "has an interval that overlaps" : "have intervals that overlap"
      remarks.append(
        "\(rivals) of the others \(verb) with that of \(best.run.name): these messages alone do not tell "
          + "which is better.")
    } else if count > 1 {
      remarks.append("No interval of the others overlaps with that of \(best.run.name).")
    }
    if elsewhere > 0 {
      remarks.append(
        "\(Self.runs(elsewhere)) measured on other messages than the newest run and left out; conditions "
          + "such as the data choose between them.")
    }
    if unmeasured > 0 { remarks.append("\(Self.runs(unmeasured)) without \(criterion).") }
    if criterion.part == .test, count > 1 {
      remarks.append(
        "Chosen by the test messages, the best run looks better than it is; choose by validation and test once."
      )
    }
    return remarks
  }

  private static func runs(_ count: Int) -> String { NumberFormat.count(count, "run") }
}

/// A ranking as machines read it, with its remarks.
package struct RemarkedRanking: Encodable {
  private let ranking: RunRanking

  package init(_ ranking: RunRanking) { self.ranking = ranking }

  private enum CodingKeys: CodingKey { case remarks }

  package func encode(to encoder: any Encoder) throws {
    try ranking.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(ranking.remarks, forKey: .remarks)
  }
}
