import CVectorLoops

/// Operations on whole rows and columns.
extension Matrix {
  /// Sets every element to zero.
  public func clear() {
    fill(with: 0)
  }

  /// Sets every element to one value.
  public func fill(with value: Float) {
    forEachBand { rows in
      for row in rows {
        (mutablePointer + row * stride).update(repeating: value, count: columns)
      }
    }
  }

  /// Copies a matrix of the same shape into this one.
  public func copy(from other: Matrix) {
    precondition(rows == other.rows && columns == other.columns, "\(other.shapeText)→\(shapeText)")
    forEachBand { rows in
      for row in rows {
        (mutablePointer + row * stride).update(
          from: other.pointer + row * other.stride, count: columns)
      }
    }
  }

  /// A writable copy with memory of its own.
  public func copied() -> Matrix {
    let copy = Matrix(rows: rows, columns: columns)
    copy.copy(from: self)
    return copy
  }

  /// Copies row `vector` of one row into every row.
  public func fillRows(with vector: Matrix) {
    precondition(vector.rows == 1 && vector.columns == columns, "\(vector.shapeText)")
    forEachBand { rows in
      for row in rows {
        (mutablePointer + row * stride).update(from: vector.pointer, count: columns)
      }
    }
  }

  /// Adds a matrix of the same shape to this one.
  public func add(_ other: Matrix) {
    precondition(rows == other.rows && columns == other.columns, "\(other.shapeText)→\(shapeText)")
    forEachBand { rows in
      for row in rows {
        vl_add(other.pointer + row * other.stride, mutablePointer + row * stride, columns)
      }
    }
  }

  /// Multiplies every element.
  public func scale(by factor: Float) {
    forEachBand { rows in
      for row in rows { vl_scale(factor, mutablePointer + row * stride, columns) }
    }
  }

  /// Adds the sum of each column to `sums`, (1, columns). Rows are taken in order.
  public func addColumnSums(to sums: Matrix) {
    precondition(sums.rows == 1 && sums.columns == columns, "\(sums.shapeText)")
    Parallel.forEachRange(of: columns, step: 256, work: count) { range in
      let target = sums.mutablePointer + range.lowerBound
      for row in 0..<rows {
        vl_add(pointer + row * stride + range.lowerBound, target, range.count)
      }
    }
  }

  /// Copies rows of `source` into this matrix: row i becomes row `indices[i]` of `source`.
  public func gatherRows(of source: Matrix, at indices: [Int]) {
    precondition(rows == indices.count && columns == source.columns, "\(source.shapeText)")
    for (row, index) in indices.enumerated() {
      precondition(0..<source.rows ~= index, "row \(index) of \(source.shapeText)")
      (mutablePointer + row * stride).update(
        from: source.pointer + index * source.stride, count: columns)
    }
  }

  /// The inverse of `gatherRows`: adds row i of this matrix to row `indices[i]` of `target`.
  public func scatterRows(addingTo target: Matrix, at indices: [Int]) {
    precondition(rows == indices.count && columns == target.columns, "\(target.shapeText)")
    for (row, index) in indices.enumerated() {
      precondition(0..<target.rows ~= index, "row \(index) of \(target.shapeText)")
      vl_add(pointer + row * stride, target.mutablePointer + index * target.stride, columns)
    }
  }

  /// One row per group: the mean of rows that follow each other.
  ///
  /// - Parameter sizes: Rows of each group, at least 1; together all rows.
  public func means(ofGroups sizes: [Int]) -> Matrix {
    precondition(sizes.reduce(0, +) == rows, "groups of \(sizes.reduce(0, +)) rows in \(shapeText)")
    guard rows > sizes.count else { return self }
    let means = Matrix(rows: sizes.count, columns: columns)
    var first = 0
    for (group, size) in sizes.enumerated() {
      let mean = means.rows(group..<group + 1)
      rows(first..<first + size).addColumnSums(to: mean)
      mean.scale(by: 1 / Float(size))
      first += size
    }
    return means
  }

  /// The rows as lists of numbers in double precision, copied.
  public var doubleRows: [[Double]] {
    (0..<rows).map { rows($0..<$0 + 1).elements.map(Double.init) }
  }

  /// The column of the largest element of a row, the first of equals.
  public func indexOfMaximum(inRow row: Int) -> Int {
    var best = 0
    for column in 0..<columns where self[row, column] > self[row, best] { best = column }
    return best
  }

  /// Sum of the squares of all elements, in double. Pieces of fixed size are summed on several
  /// threads and then in order.
  public func sumOfSquares() -> Double {
    precondition(isContiguous, "a window with gaps")
    let step = 1 << 16
    let pieces = (count + step - 1) / step
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, pieces)) { sums in
      // Safe: each piece writes its own element and reads its own range below `count`.
      nonisolated(unsafe) let sums = sums
      Parallel.forEach(pieces) { piece in
        let start = piece * step
        sums[piece] = vl_sum_of_squares(pointer + start, min(step, count - start))
      }
      return sums[..<pieces].reduce(0, +)
    }
  }

  /// Calls `body` with bands of rows that together are all rows, on several threads when there
  /// is enough to do.
  func forEachBand(_ body: (Range<Int>) -> Void) {
    let rowsPerBand = max(1, (1 << 15) / max(1, columns))
    Parallel.forEachRange(of: rows, step: rowsPerBand, work: count, body)
  }
}

extension Parallel {
  /// Calls `body` with consecutive ranges of `step` that together are 0..<extent; on the calling
  /// thread alone when `work`, in elements touched, would not pay for waking another.
  static func forEachRange(of extent: Int, step: Int, work: Int, _ body: (Range<Int>) -> Void) {
    guard work >= 1 << 16, extent > step else {
      body(0..<extent)
      return
    }
    forEach((extent + step - 1) / step) { index in
      body(index * step..<min(extent, (index + 1) * step))
    }
  }
}
