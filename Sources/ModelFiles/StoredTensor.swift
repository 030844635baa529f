import Files
import GPT2Kernels

/// A tensor as it lies in a mapped file: little endian, row-major. Holding it keeps the mapping
/// alive; nothing is read until the bytes are touched.
public struct StoredTensor: Sendable {
  public let name: String
  public let type: ElementType
  /// Empty for a scalar. A dimension may be 0.
  public let shape: [Int]
  /// Where the first element lies, from the beginning of the file.
  public let byteOffset: Int
  public let byteCount: Int
  public let mapping: MappedFile

  /// The bytes must lie inside the mapping and fit the shape.
  init(
    name: String, type: ElementType, shape: [Int], byteOffset: Int, byteCount: Int,
    mapping: MappedFile
  ) {
    precondition(
      byteOffset >= 0 && byteCount >= 0 && byteOffset <= mapping.byteCount
        && byteCount <= mapping.byteCount - byteOffset
        && type.byteCount(ofShape: shape) == byteCount,
      "\(byteCount) bytes at \(byteOffset) for shape \(shape) in \(mapping.byteCount) bytes")
    self.name = name
    self.type = type
    self.shape = shape
    self.byteOffset = byteOffset
    self.byteCount = byteCount
    self.mapping = mapping
  }

  /// The path of the file.
  public var file: String { mapping.path }

  public var elementCount: Int { byteCount / type.byteCount }

  /// The bytes in the mapping, at any alignment. They outlive `body` only as long as someone
  /// holds `mapping`.
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try mapping.withUnsafeBytes { (bytes) throws(E) -> R in
      // Safe: `init` checked that the range lies inside the mapping.
      try body(UnsafeRawBufferPointer(rebasing: bytes[byteOffset..<byteOffset + byteCount]))
    }
  }

  /// Whether the bytes may be used as an array of `Float` where they lie. (Mappings begin at a
  /// page boundary, so the offset alone decides the alignment.)
  public var isInPlaceFloat32: Bool {
    type == .float32 && byteOffset.isMultiple(of: MemoryLayout<Float>.alignment)
  }

  /// Copies every element: F32 as it is, F16 and BF16 widened exactly, F64 rounded to nearest.
  ///
  /// - Throws: `ModelFileError.notFloatingPoint` for other types, `.elementCount` unless
  ///   `destination` has room for exactly `elementCount`; nothing is written then.
  public func copyFloats(
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws(ModelFileError) {
    try requireFloatingPoint()
    guard destination.count == elementCount else {
      throw .elementCount(
        tensor: name, expected: destination.count, found: elementCount, file: file)
    }
    widen(into: destination)
  }

  /// Every element, converted as by `copyFloats(into:)`.
  ///
  /// - Throws: `ModelFileError.notFloatingPoint` for other types.
  public func floats() throws(ModelFileError) -> [Float] {
    try requireFloatingPoint()
    return [Float](unsafeUninitializedCapacity: elementCount) { buffer, count in
      widen(into: UnsafeMutableBufferPointer(rebasing: buffer[..<elementCount]))
      count = elementCount
    }
  }

  private func requireFloatingPoint() throws(ModelFileError) {
    guard type.isFloatingPoint else {
      throw .notFloatingPoint(tensor: name, type: type, file: file)
    }
  }

  private func widen(into destination: UnsafeMutableBufferPointer<Float>) {
    withUnsafeBytes { bytes in
      guard let source = bytes.baseAddress else { return }
      FloatConversion.widen(source, of: type, into: destination)
    }
  }
}

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
