import ClassificationMetrics
import RunDatabase

extension Document {
  /// What two runs do not have in common: a table of settings and one of results, a sentence where there is nothing
  /// to put into them.
  package init(_ comparison: RunComparison) {
    let (first, second) = comparison.names
    guard !comparison.isEmpty else {
      self.init(blocks: [
        .paragraph("\(first) and \(second) have the same settings and the same results.")
      ])
      return
    }
    let results = Block.table(Self.results(comparison))
    self.init(
      blocks: [Self.settings(comparison)]
        + (comparison.results.isEmpty
          ? [.paragraph("The results are the same."), results] : [results])
    )
  }

  private static func settings(_ comparison: RunComparison) -> Block {
    guard !comparison.settings.isEmpty else { return .paragraph("The settings are the same.") }
    return .table(
      Table(
        nil,
        [
          "setting", Table.Column(comparison.names.first), Table.Column(comparison.names.second),
        ],
        comparison.settings.map { name, values in
          [.name(name), .text(text(values.first)), .text(text(values.second))]
        }))
  }

  private static func results(_ comparison: RunComparison) -> Table {
    var rows = shown(comparison).map { part, name, values -> [Cell] in
      let label = part.rawValue + " " + name
      return name == "messages"
        ? row(label, values) { NumberFormat.count(Int($0)) }
        : row(label, values, showsTraces: true, NumberFormat.Style.metric.text)
    }
    for (phase, values) in comparison.seconds {
      rows.append(row(phase + " seconds", values) { NumberFormat.decimals($0, 1) })
    }
    let memory = comparison.peakMemoryBytes
    if memory.first != nil || memory.second != nil {
      rows.append(
        row(
          "peak memory in MiB",
          RunComparison.Pair(
            first: memory.first.map { Double($0 >> 20) },
            second: memory.second.map { Double($0 >> 20) })
        ) { NumberFormat.count(Int($0)) })
    }
    return Table(
      nil,
      [
        "result", Table.Column(comparison.names.first), Table.Column(comparison.names.second),
        "difference",
      ], rows)
  }

  /// Those that are shown of a single run as well; all of them where none of those differs.
  private static func shown(
    _ comparison: RunComparison
  ) -> [(part: EvaluationPart, name: String, values: RunComparison.Pair<Double>)] {
    let names = ["messages", "loss"] + metrics
    let shown = comparison.results.filter { names.contains($0.name) }
    return shown.isEmpty ? comparison.results : shown
  }

  /// Both values and what the second has more than the first.
  ///
  /// - Parameter showsTraces: Whether a difference behind the last digit is shown all the same.
  private static func row(
    _ name: String, _ values: RunComparison.Pair<Double>, showsTraces: Bool = false,
    _ text: (Double) -> String
  ) -> [Cell] {
    func cell(_ value: Double?) -> Cell { value.map { .number(text($0)) } ?? .missing }
    var difference = Cell.missing
    if let first = values.first, let second = values.second {
      let sign = second < first ? "-" : "+"
      let size = text(abs(second - first))
      if size.contains(where: { "123456789".contains($0) }) {
        difference = .number(sign + size)
      } else {
        let isTrace = showsTraces && first != second
        difference = .number(
          isTrace ? sign + NumberFormat.significant(abs(second - first), 1) : size)
      }
    }
    return [.name(name), cell(values.first), cell(values.second), difference]
  }

  private static func text(_ value: SettingValue?) -> String {
    if case .list(let values) = value { return values.map(text).joined(separator: ", ") }
    return value?.text ?? NumberFormat.missing
  }
}
