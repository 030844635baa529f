import Foundation
public import RunDatabase

/// What two runs do not have in common, as text for the terminal.
public enum RunComparisonText {
  /// A table of settings and one of results; a sentence where there is nothing to put into them.
  public static func text(_ comparison: RunComparison) -> String {
    let (first, second) = comparison.names
    guard !comparison.isEmpty else {
      return "\(first) and \(second) have the same settings and the same results."
    }
    return [settings(comparison), results(comparison)].joined(separator: "\n\n")
  }

  private static func settings(_ comparison: RunComparison) -> String {
    guard !comparison.settings.isEmpty else { return "The settings are the same." }
    var table = TextTable(["setting", comparison.names.first, comparison.names.second], .left)
    for (name, values) in comparison.settings {
      table.append([name, text(values.first), text(values.second)])
    }
    return table.text
  }

  private static func results(_ comparison: RunComparison) -> String {
    var table = TextTable(
      ["result", comparison.names.first, comparison.names.second, "difference"], .left, .right)
    for (part, name, values) in shown(comparison) {
      let label = part.rawValue + " " + name
      table.append(
        name == "messages"
          ? row(label, values) { "\(Int($0))" }
          : row(label, values, showsTraces: true) { EvaluationText.number($0) })
    }
    for (phase, values) in comparison.seconds {
      table.append(row(phase + " seconds", values) { String(format: "%.1f", $0) })
    }
    let memory = comparison.peakMemoryBytes
    if memory.first != nil || memory.second != nil {
      let mebibytes = RunComparison.Pair(
        first: memory.first.map { Double($0 >> 20) }, second: memory.second.map { Double($0 >> 20) }
      )
      table.append(row("peak memory in MiB", mebibytes) { "\(Int($0))" })
    }
    guard comparison.results.isEmpty else { return table.text }
    return "The results are the same.\n\n" + table.text
  }

  /// Those that 'runs show' has as well; all of them where none of those differs.
  private static func shown(
    _ comparison: RunComparison
  ) -> [(part: EvaluationPart, name: String, values: RunComparison.Pair<Double>)] {
    let names = ["messages", "loss"] + RunText.metrics
    let shown = comparison.results.filter { names.contains($0.name) }
    return shown.isEmpty ? comparison.results : shown
  }

  /// Both values and what the second has more than the first.
  ///
  /// - Parameter showsTraces: Whether a difference behind the last digit is shown all the same.
  private static func row(
    _ name: String, _ values: RunComparison.Pair<Double>, showsTraces: Bool = false,
    _ text: (Double) -> String
  ) -> [String] {
    var difference = "–"
    if let first = values.first, let second = values.second {
      let sign = second < first ? "-" : "+"
      let size = text(abs(second - first))
      if size.contains(where: { "123456789".contains($0) }) {
        difference = sign + size
      } else {
        let isTrace = showsTraces && first != second
        difference = isTrace ? sign + String(format: "%.0e", abs(second - first)) : size
      }
    }
    return [name, values.first.map(text) ?? "–", values.second.map(text) ?? "–", difference]
  }

  private static func text(_ value: SettingValue?) -> String {
    if case .list(let values) = value { return values.map(text).joined(separator: ", ") }
    return value?.text ?? "–"
  }
}
