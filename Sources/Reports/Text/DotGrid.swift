/// Dots of a plot, kept by the character that will show them.
struct DotGrid {
  /// A dot, from the upper left.
  struct Dot: Equatable {
    var x: Int
    var y: Int
  }

  let columns: Int
  let rows: Int
  private let perCell: (across: Int, down: Int)
  /// (rows, columns); the bits are braille's.
  private var cells: [UInt8]

  /// - Parameter perCell: At most 2 across and 4 down.
  init(columns: Int, rows: Int, perCell: (across: Int, down: Int)) {
    self.columns = columns
    self.rows = rows
    self.perCell = perCell
    cells = Array(repeating: 0, count: columns * rows)
  }

  var dotsAcross: Int { columns * perCell.across }
  var dotsDown: Int { rows * perCell.down }

  /// The cell's dots as bits; 0 for none.
  subscript(row: Int, column: Int) -> UInt8 { cells[row * columns + column] }

  /// The cell that shows a dot.
  func cell(of dot: Dot) -> (row: Int, column: Int) {
    (dot.y / perCell.down, dot.x / perCell.across)
  }

  /// Rows with a dot in this column, from the top.
  func rows(in column: Int) -> [Int] {
    (0..<rows).filter { self[$0, column] != 0 }
  }

  /// Both ends lie on the grid.
  ///
  /// Source: Bresenham, *Algorithm for computer control of a digital plotter* (1965).
  mutating func draw(from start: Dot, to end: Dot) {
    let (dx, dy) = (abs(end.x - start.x), -abs(end.y - start.y))
    let (stepX, stepY) = ((end.x - start.x).signum(), (end.y - start.y).signum())
    var (dot, error) = (start, dx + dy)
    set(dot)
    while dot != end {
      let doubled = 2 * error
      if doubled >= dy {
        error += dy
        dot.x += stepX
      }
      if doubled <= dx {
        error += dx
        dot.y += stepY
      }
      set(dot)
    }
  }

  mutating func formUnion(_ other: DotGrid) {
    for index in cells.indices { cells[index] |= other.cells[index] }
  }

  private mutating func set(_ dot: Dot) {
    let (row, column) = cell(of: dot)
    let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
    cells[row * columns + column] |= bits[dot.x % perCell.across][dot.y % perCell.down]
  }
}
