extension QuantisedWeights {
  /// y += x·W, or x·W[:, columns].
  ///
  /// - Parameters:
  ///   - x: (N, I).
  ///   - y: (N, O), or as many columns as asked for; must not overlap x.
  ///   - columns: Outputs; all when nil.
  public func multiply(_ x: Matrix, addingTo y: Matrix, columns: Range<Int>? = nil) {
    let columns = checked(columns, input: x, inputs: x.columns, output: y, outputs: y.columns)
    Panels(extent: columns.count, depth: inputs, rows: x.rows).forEachPiece { rows, range in
      let outputs = range.lowerBound + columns.lowerBound..<range.upperBound + columns.lowerBound
      PanelMemory.shared.withMatrix(rows: outputs.count, columns: inputs) { panel in
        dequantise(outputs: outputs, inputs: 0..<inputs, into: panel)
        // (n, I)·(I, o)
        GPT2Kernels.multiply(
          x.rows(rows), panel.transposed, addingTo: y.rows(rows).columns(range))
      }
    }
  }

  /// dx += dy·Wᵀ, or dy·W[:, columns]ᵀ: the gradient with respect to x of `multiply`.
  ///
  /// - Parameters:
  ///   - dy: (N, O), or as many columns as asked for.
  ///   - dx: (N, I); must not overlap dy.
  ///   - columns: Outputs; all when nil.
  public func multiplyTransposed(_ dy: Matrix, addingTo dx: Matrix, columns: Range<Int>? = nil) {
    let columns = checked(columns, input: dx, inputs: dx.columns, output: dy, outputs: dy.columns)
    Panels(extent: inputs, depth: columns.count, rows: dy.rows).forEachPiece { rows, range in
      PanelMemory.shared.withMatrix(rows: columns.count, columns: range.count) { panel in
        dequantise(outputs: columns, inputs: range, into: panel)
        // (n, O)·(O, i)
        GPT2Kernels.multiply(dy.rows(rows), panel, addingTo: dx.rows(rows).columns(range))
      }
    }
  }

  private func checked(
    _ columns: Range<Int>?, input: Matrix, inputs: Int, output: Matrix, outputs: Int
  ) -> Range<Int> {
    let columns = columns ?? 0..<self.outputs
    precondition(
      inputs == self.inputs && outputs == columns.count && input.rows == output.rows
        && columns.lowerBound >= 0 && columns.upperBound <= self.outputs,
      "\(input.shapeText), \(output.shapeText) and columns \(columns) "
        + "of (\(self.inputs), \(self.outputs))")
    return columns
  }
}

/// How a product with quantised weights is cut into pieces that threads take in turn: by its shape alone,
/// so that the result has the same bits on one thread as on many.
private struct Panels {
  let rows: Int
  let extent: Int
  private let width: Int
  private let height: Int

  /// - Parameters:
  ///   - extent: Columns of the result.
  ///   - depth: Elements of each sum.
  ///   - rows: Of the result.
  init(extent: Int, depth: Int, rows: Int) {
    self.rows = rows
    self.extent = extent
    // A panel of a megabyte stays in the second-level cache; 64 columns suffice for BLAS.
    let widest = max(64, (1 << 18) / max(1, depth))
    let count = max(1, (extent + widest - 1) / widest)
    width = max(64, ((extent + count - 1) / count + 63) / 64 * 64)
    // So many rows that looking up is a small part of the work.
    height = 1024
  }

  /// Calls `body` with rows and columns of the result that together are all of it.
  func forEachPiece(_ body: (Range<Int>, Range<Int>) -> Void) {
    guard rows > 0, extent > 0 else { return }
    let bands = (rows + height - 1) / height
    Parallel.forEach(bands * ((extent + width - 1) / width)) { index in
      let (column, row) = (index / bands * width, index % bands * height)
      body(row..<min(rows, row + height), column..<min(extent, column + width))
    }
  }
}
