/// Lines over one pair of axes, as text for the terminal.
///
/// Every series is a line of its own from point to point, in the order given. Where there are several, each
/// carries marks, which a legend explains: one at every point where the points are few, otherwise
/// some along its way.
package struct TextPlot: Sendable {
  /// A line. Points that are not finite interrupt it.
  package typealias Series = (name: String, points: [(x: Double, y: Double)])

  private let series: [Series]
  /// Values that the upright axis has room for, beside those of the points.
  private let yBounds: [Double]
  private let labels: (x: String, y: String)
  private let width: Int
  private let height: Int
  private let characters: PlotCharacters

  /// - Parameters:
  ///   - width: Characters of the whole plot, at least 24.
  ///   - height: Lines between the axes, at least 3; the axis, labels and the legend come on top.
  ///   - characters: By the locale of the process where none are given.
  package init(
    series: [Series], xLabel: String, yLabel: String, width: Int = 72, height: Int = 16,
    characters: PlotCharacters = .ofLocale
  ) {
    self.init(
      series, xLabel, yLabel, yBounds: [], width: width, height: height, characters: characters)
  }

  /// A plot of a document.
  init(_ plot: Plot, width: Int, height: Int, characters: PlotCharacters) {
    self.init(
      plot.clamped.series.map { line in
        (line.name.inOneLine, line.points.map { ($0.x, $0.y) })
      }, plot.xLabel, plot.yLabel,
      yBounds: plot.y.map { [$0.lowerBound, $0.upperBound] } ?? [], width: width, height: height,
      characters: characters)
  }

  private init(
    _ series: [Series], _ xLabel: String, _ yLabel: String, yBounds: [Double], width: Int,
    height: Int, characters: PlotCharacters
  ) {
    self.series = series
    self.yBounds = yBounds
    self.labels = (xLabel, yLabel)
    self.width = max(24, width)
    self.height = max(3, height)
    self.characters = characters
  }

  /// Lines without a newline at the end; one sentence where no point is finite.
  package var text: String {
    let points = series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    guard let y = PlotScale(points.map(\.y) + yBounds, ticks: max(2, height / 3), widens: true)
    else {
      return "\(labels.y): there are no values to plot."
    }
    let margin = (y.ticks.map { y.label($0).count }.max() ?? 0) + 2
    guard let x = PlotScale(points.map(\.x), ticks: max(2, (width - margin) / 9), widens: false)
    else { return "\(labels.x): there are no values to plot." }
    let area = cells(x, y, columns: width - margin)
    let tickRows = Dictionary(y.ticks.map { (row(of: $0, y), y.label($0)) }) { first, _ in first }
    let rows = area.indices.map { row in
      let label = tickRows[row] ?? ""
      let axis = tickRows[row] == nil ? characters.axis.upright : characters.axis.left
      return String(repeating: " ", count: margin - 2 - label.count) + label + " "
        + String(axis) + String(area[row]).trimmingTrailingSpaces
    }
    return ([labels.y] + rows + axis(x, margin: margin) + legend).joined(separator: "\n")
  }

  /// What lies between the axes, by row and column.
  private func cells(_ x: PlotScale, _ y: PlotScale, columns: Int) -> [[Character]] {
    let empty = DotGrid(columns: columns, rows: height, perCell: characters.dots)
    var all = empty
    var marks: [[Character?]] = Array(
      repeating: Array(repeating: nil, count: columns), count: height)
    for (index, series) in series.enumerated() {
      var line = empty
      let dots = draw(series, x, y, on: &line)
      all.formUnion(line)
      let mark = characters.mark(index)
      for (row, column) in markedCells(index, dots, line) {
        let present = marks[row][column]
        marks[row][column] = present == nil || present == mark ? mark : characters.meeting
      }
    }
    return (0..<height).map { row in
      (0..<columns).map { column in
        if let mark = marks[row][column] { return mark }
        return all[row, column] == 0 ? " " : characters.cell(all[row, column])
      }
    }
  }

  /// Draws a line.
  ///
  /// - Returns: Where its points are.
  private func draw(
    _ series: Series, _ x: PlotScale, _ y: PlotScale, on grid: inout DotGrid
  ) -> [DotGrid.Dot] {
    var dots: [DotGrid.Dot] = []
    var last: DotGrid.Dot?
    for point in series.points {
      guard point.x.isFinite, point.y.isFinite else {
        last = nil
        continue
      }
      let dot = DotGrid.Dot(
        x: Int((x.place(point.x) * Double(grid.dotsAcross - 1)).rounded()),
        y: Int(((1 - y.place(point.y)) * Double(grid.dotsDown - 1)).rounded()))
      grid.draw(from: last ?? dot, to: dot)
      dots.append(dot)
      last = dot
    }
    return dots
  }

  /// Where a series carries its mark.
  private func markedCells(
    _ index: Int, _ dots: [DotGrid.Dot], _ line: DotGrid
  ) -> [(row: Int, column: Int)] {
    guard isMarked else { return [] }
    if dots.count <= max(4, line.columns / 4) { return dots.map(line.cell) }
    // Each in turn, so that lines that lie on each other show all their marks.
    let distance = max(8, 2 * series.count)
    let first = 1 + index * distance / series.count
    return stride(from: first, to: line.columns, by: distance).compactMap { column in
      let rows = line.rows(in: column)
      return rows.isEmpty ? nil : (rows[rows.count / 2], column)
    }
  }

  private var isMarked: Bool { series.count > 1 || characters == .ascii }

  private func row(of value: Double, _ y: PlotScale) -> Int {
    let down = height * characters.dots.down
    return Int(((1 - y.place(value)) * Double(down - 1)).rounded()) / characters.dots.down
  }

  /// The level axis, the numbers below it and what they are.
  private func axis(_ x: PlotScale, margin: Int) -> [String] {
    let columns = width - margin
    var line = Array(repeating: characters.axis.level, count: columns)
    var numbers: [Character] = Array(repeating: " ", count: width)
    var end = -2
    for tick in x.ticks {
      let column = min(columns - 1, Int((x.place(tick) * Double(columns - 1)).rounded()))
      let label = Array(x.label(tick))
      let start = min(width - label.count, max(0, margin + column - label.count / 2))
      guard start >= end + 2 || end < 0 else { continue }
      line[column] = characters.axis.below
      numbers.replaceSubrange(start..<start + label.count, with: label)
      end = start + label.count
    }
    return [
      String(repeating: " ", count: margin - 1) + String(characters.axis.corner) + String(line),
      String(numbers).trimmingTrailingSpaces,
      String(repeating: " ", count: max(0, width - labels.x.count)) + labels.x,
    ]
  }

  /// Which mark is whose, in lines of the plot's width.
  private var legend: [String] {
    guard series.count > 1 else { return [] }
    var entries = series.enumerated().map { "\(characters.mark($0.offset)) \($0.element.name)" }
    entries.append("\(characters.meeting) more than one")
    return entries.reduce(into: []) { lines, entry in
      if let line = lines.last, line.count + 3 + entry.count <= width {
        lines[lines.count - 1] = line + "   " + entry
      } else {
        lines.append(entry)
      }
    }
  }
}
