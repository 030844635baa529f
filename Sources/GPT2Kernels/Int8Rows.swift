import CVectorLoops

/// A matrix of integers from −127 to 127 with a scale for each row, its largest magnitude:
/// value = code · scale / 127.
///
/// Source: "LLM.int8()", section 2.1; the functions `int8_vectorwise_quant` and
/// `int8_vectorwise_dequant` of bitsandbytes, which rounds weights to float16 before.
public struct Int8Rows: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  /// Row by row.
  public let codes: [Int8]
  /// Of each row.
  public let scales: [Float]

  /// Parts as they were stored.
  ///
  /// - Throws: `QuantisationError` for parts of the wrong size, and for scales that are not finite.
  public init(
    rows: Int, columns: Int, codes: [Int8], scales: [Float]
  ) throws(QuantisationError) {
    guard codes.count == rows * columns else {
      throw .partSize("codes", expected: rows * columns, found: codes.count)
    }
    guard scales.count == rows else {
      throw .partSize("scales", expected: rows, found: scales.count)
    }
    try Self.check(scales)
    (self.rows, self.columns, self.codes, self.scales) = (rows, columns, codes, scales)
  }

  /// - Throws: `QuantisationError.notFinite`, or `.scaleNotFinite` for a row with magnitudes above 2e36.
  public init(_ matrix: Matrix) throws(QuantisationError) {
    try self.init(RowSource(matrix))
  }

  init(_ source: RowSource) throws(QuantisationError) {
    (rows, columns) = (source.rows, source.columns)
    let width = columns
    var codes = [Int8](repeating: 0, count: rows * columns)
    var scales = [Float](repeating: 0, count: rows)
    codes.withUnsafeMutableBufferPointer { codes in
      scales.withUnsafeMutableBufferPointer { scales in
        // Safe: pieces are disjoint.
        nonisolated(unsafe) let (codes, scales) = (codes, scales)
        source.forEachPiece(of: 64) { rows, values in
          guard let codes = codes.baseAddress else { return }
          for (index, row) in rows.enumerated() {
            let value = values + index * width
            scales[row] = vl_largest_magnitude(value, width)
            vl_int8_quantise(value, scales[row], codes + row * width, width)
          }
        }
      }
    }
    guard scales.allSatisfy(\.isFinite) else { throw source.notFinite() }
    try Self.check(scales)
    self.codes = codes
    self.scales = scales
  }

  /// A code times its scale, which is then divided by 127, must not be infinite.
  private static func check(_ scales: [Float]) throws(QuantisationError) {
    if let index = scales.firstIndex(where: { !($0 * 128).isFinite }) {
      throw .scaleNotFinite(index: index)
    }
  }

  /// Bytes in memory.
  public var byteCount: Int { codes.count + 4 * scales.count }

  /// What the codes stand for, row by row.
  public func dequantised() -> [Float] {
    [Float](unsafeUninitializedCapacity: codes.count) { buffer, initialised in
      if let target = buffer.baseAddress {
        for row in 0..<rows {
          dequantise(row: row, columns: 0..<columns, into: target + row * columns)
        }
      }
      initialised = codes.count
    }
  }

  /// - Parameter target: Room for the columns.
  func dequantise(row: Int, columns range: Range<Int>, into target: UnsafeMutablePointer<Float>) {
    precondition(range.upperBound <= columns, "columns \(range) of \(columns)")
    // Safe: `init` has checked that there are as many codes as rows and columns ask for.
    codes.withUnsafeBufferPointer { codes in
      guard let first = codes.baseAddress else { return }
      vl_int8_dequantise(
        first + row * columns + range.lowerBound, scales[row], target, range.count)
    }
  }
}
