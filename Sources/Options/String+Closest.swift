extension String {
  /// The name that this one was probably meant to be: fewest letters to add, drop, replace or swap, at most
  /// a third of them.
  package func closest(in names: some Sequence<String>) -> String? {
    guard (2...40).contains(count) else { return nil }
    let limit = max(1, count / 3)
    return names.map { (name: $0, distance: distance(to: $0)) }
      .filter { $0.distance <= limit }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }

  /// The optimal string alignment distance.
  private func distance(to other: String) -> Int {
    let (a, b) = (Array(self), Array(other))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(rows[i][j + 1], row[j]) + 1
        best = min(best, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
