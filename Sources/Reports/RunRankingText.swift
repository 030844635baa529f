public import RunDatabase

/// Which run is the best, as text for the terminal.
public enum RunRankingText {
  /// How many rows there are at most.
  private static let rows = 20

  /// A table of the best run and those that may be as good, and what there is to say of it.
  public static func text(
    _ ranking: RunRanking, characters: PlotCharacters = .ofLocale
  ) -> String {
    let shown = [ranking.best] + ranking.overlapping.prefix(rows - 1)
    let values = shown.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }
    let range = (values.min() ?? 0)...(values.max() ?? 1)
    var table = TextTable(
      [
        "run", "kind", "\(ranking.criterion) (95 % interval)",
        "\(EvaluationText.number(range.lowerBound)) to \(EvaluationText.number(range.upperBound))",
      ], .left)
    for entry in shown {
      table.append([
        entry.run.name, entry.run.facts.kind, number(entry),
        IntervalBar(
          value: entry.value, low: entry.low, high: entry.high, in: range, characters: characters
        ).text,
      ])
    }
    return table.text + "\n\n" + remarks(ranking).joined(separator: "\n")
  }

  /// How far the order is to be believed, a sentence each.
  public static func remarks(_ ranking: RunRanking) -> [String] {
    let best = ranking.best
    let count = ranking.entries.count
    var remarks = [
      "\(runs(count)) measured on the same \(best.measured.examples) messages of "
        + "\(best.measured.data.path)."
    ]
    let rivals = ranking.overlapping.count
    if rivals > 0 {
      let verb = rivals == 1 ? "has an interval that overlaps" : "have intervals that overlap"
      remarks.append(
        "\(rivals) of the others \(verb) with that of \(best.run.name): these messages alone do not tell "
          + "which is better.")
    } else if count > 1 {
      remarks.append("No interval of the others overlaps with that of \(best.run.name).")
    }
    if ranking.elsewhere > 0 {
      remarks.append(
        "\(runs(ranking.elsewhere)) measured on other messages than the newest run and left out; conditions "
          + "such as --data choose between them.")
    }
    if ranking.unmeasured > 0 {
      remarks.append("\(runs(ranking.unmeasured)) without \(ranking.criterion).")
    }
    if ranking.criterion.part == .test, count > 1 {
      remarks.append(
        "Chosen by the test messages, the best run looks better than it is; choose by validation and test once."
      )
    }
    return remarks
  }

  private static func runs(_ count: Int) -> String { count == 1 ? "1 run" : "\(count) runs" }

  private static func number(_ entry: RunRanking.Entry) -> String {
    guard let low = entry.low, let high = entry.high else {
      return EvaluationText.number(entry.value)
    }
    return "\(EvaluationText.number(entry.value)) "
      + "(\(EvaluationText.number(low))–\(EvaluationText.number(high)))"
  }
}

/// A ranking as machines read it, with its remarks.
public struct RemarkedRanking: Encodable {
  private let ranking: RunRanking

  public init(_ ranking: RunRanking) { self.ranking = ranking }

  private enum CodingKeys: CodingKey { case remarks }

  public func encode(to encoder: any Encoder) throws {
    try ranking.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(RunRankingText.remarks(ranking), forKey: .remarks)
  }
}
