import GPT2Kernels

extension StoredTensor {
  /// The tensor as a matrix: in place and read-only where the file holds aligned float32, else a
  /// converted copy.
  ///
  /// - Parameters:
  ///   - rows: Together with `columns` as many elements as the tensor has.
  /// - Throws: `ModelFileError.notFloatingPoint` for integer types.
  public func matrix(rows: Int, columns: Int) throws(ModelFileError) -> Matrix {
    precondition(rows * columns == elementCount, "\(name): \(shape) as \(rows) × \(columns)")
    guard isInPlaceFloat32 else {
      let matrix = Matrix(rows: rows, columns: columns)
      try matrix.withUnsafeMutableBufferPointer { (buffer) throws(ModelFileError) in
        try copyFloats(into: buffer)
      }
      return matrix
    }
    // Safe: the matrix keeps `mapping`, and so the bytes, alive, and refuses to be written to.
    return withUnsafeBytes { bytes in
      Matrix(
        readOnly: bytes.assumingMemoryBound(to: Float.self), keepingAlive: mapping, rows: rows,
        columns: columns)
    }
  }
}
