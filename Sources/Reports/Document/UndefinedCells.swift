import ClassificationMetrics

/// Why cells of tables are undefined, for those who write it below and not into the cells.
struct UndefinedCells {
  private var reasons: [(reason: String, names: [String])] = []
  /// Names that are listed of one reason.
  private static let mostNames = 12

  /// - Parameter blocks: The tables among them count, folded up or not; those of sections do not.
  init(_ blocks: [Block]) {
    add(blocks)
  }

  /// "undefined, as no example has the label 'spam': recall, ROC-AUC".
  var sentences: [String] {
    reasons.map { reason, names in
      let rest = names.count - Self.mostNames
      return "undefined, as \(reason): " + names.prefix(Self.mostNames).joined(separator: ", ")
        + (rest > 0 ? " and \(NumberFormat.count(rest)) more" : "")
    }
  }

  private mutating func add(_ blocks: [Block]) {
    for block in blocks {
      switch block {
      case .table(let table): add(table)
      case .slider(let slider): add(slider.instead)
      case .folded(_, let blocks): add(blocks)
      default: break
      }
    }
  }

  private mutating func add(_ table: Table) {
    let columns = table.columns.indices.filter { column in
      table.rows.contains { if case .estimate = $0[column] { true } else { false } }
    }
    for row in table.rows {
      for column in columns {
        guard let reason = row[column].reason else { continue }
        let name = row[0].value.inOneLine
        add(columns.count == 1 ? name : "\(name) (\(table.columns[column].name))", reason)
      }
    }
  }

  private mutating func add(_ name: String, _ reason: String) {
    guard let index = reasons.firstIndex(where: { $0.reason == reason }) else {
      return reasons.append((reason, [name]))
    }
    if !reasons[index].names.contains(name) { reasons[index].names.append(name) }
  }
}
