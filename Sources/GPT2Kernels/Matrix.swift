import Synchronization

/// A rows × columns window onto float32 numbers, row-major.
///
/// Copies share memory, as NumPy's views do: a layer writes into a window of a workspace that
/// its caller owns, and nothing is copied on the way. Every tensor of GPT-2 is a matrix or a
/// vector; a vector of n is a matrix of one row. `stride` is the distance between the starts of
/// two rows, so a range of columns is a window as well.
///
/// Windows onto mapped checkpoint files are read-only; writing to one is a programming error.
///
/// Sendable: the memory is shared without locks. The kernels of this module, the only code that
/// sees the pointer, give each thread its own rows or columns to write.
public struct Matrix: @unchecked Sendable {
  public let rows: Int
  public let columns: Int
  /// Floats from the start of one row to the start of the next, at least `columns`.
  public let stride: Int
  let storage: FloatStorage
  let offset: Int

  /// A new matrix of zeros, aligned to 64 bytes.
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "shape \(rows) × \(columns)")
    self.init(
      storage: FloatStorage(zeros: rows * columns), offset: 0, rows: rows, columns: columns,
      stride: columns)
  }

  /// A vector of zeros: one row of `count`.
  public init(count: Int) {
    self.init(rows: 1, columns: count)
  }

  /// A matrix with the given elements, row by row.
  public init(rows: Int, columns: Int, _ elements: [Float]) {
    precondition(elements.count == rows * columns, "\(elements.count) for \(rows) × \(columns)")
    self.init(rows: rows, columns: columns)
    withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: elements) }
  }

  /// A read-only matrix in memory that `owner` keeps alive and unchanged, such as a mapped file.
  ///
  /// - Parameter memory: rows · columns floats, aligned to 4 bytes.
  public init(
    readOnly memory: UnsafeBufferPointer<Float>, keepingAlive owner: AnyObject & Sendable,
    rows: Int, columns: Int
  ) {
    precondition(memory.count == rows * columns, "\(memory.count) for \(rows) × \(columns)")
    self.init(
      storage: FloatStorage(readOnly: memory, owner: owner), offset: 0, rows: rows,
      columns: columns, stride: columns)
  }

  init(storage: FloatStorage, offset: Int, rows: Int, columns: Int, stride: Int) {
    self.storage = storage
    self.offset = offset
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  /// Bytes allocated for matrices since the program began, whether or not they were freed: what tells
  /// whether a loop that should reuse its memory does.
  public static var allocatedBytes: Int { FloatStorage.allocatedBytes }

  /// Number of elements.
  public var count: Int { rows * columns }

  /// Whether the elements follow each other without gaps.
  public var isContiguous: Bool { stride == columns || rows <= 1 }

  /// False for windows onto mapped files.
  public var isWritable: Bool { storage.isWritable }

  /// The window of some rows.
  public func rows(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    return Matrix(
      storage: storage, offset: offset + range.lowerBound * stride, rows: range.count,
      columns: columns, stride: stride)
  }

  /// The window of some columns.
  public func columns(_ range: Range<Int>) -> Matrix {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
    return Matrix(
      storage: storage, offset: offset + range.lowerBound, rows: rows, columns: range.count,
      stride: stride)
  }

  /// The same elements as a matrix of another shape.
  public func reshaped(rows: Int, columns: Int) -> Matrix {
    precondition(isContiguous && rows * columns == count, "\(count) as \(rows) × \(columns)")
    return Matrix(storage: storage, offset: offset, rows: rows, columns: columns, stride: columns)
  }

  public subscript(row: Int, column: Int) -> Float {
    get {
      precondition(0..<rows ~= row && 0..<columns ~= column, "[\(row), \(column)] of \(shapeText)")
      return pointer[row * stride + column]
    }
    nonmutating set {
      precondition(0..<rows ~= row && 0..<columns ~= column, "[\(row), \(column)] of \(shapeText)")
      mutablePointer[row * stride + column] = newValue
    }
  }

  /// The elements row by row, copied.
  public var elements: [Float] {
    Array(unsafeUninitializedCapacity: count) { buffer, initialised in
      for row in 0..<rows {
        for column in 0..<columns {
          buffer.initializeElement(at: row * columns + column, to: pointer[row * stride + column])
        }
      }
      initialised = count
    }
  }

  /// Calls `body` with the elements of a contiguous matrix, for writing them to a file.
  public func withUnsafeBufferPointer<R, E: Error>(
    _ body: (UnsafeBufferPointer<Float>) throws(E) -> R
  ) throws(E) -> R {
    precondition(isContiguous, "a window with gaps")
    // Safe: `storage` outlives the call and holds `count` floats from `offset`.
    return try body(UnsafeBufferPointer(start: pointer, count: count))
  }

  /// Calls `body` with the writable elements of a contiguous matrix, for filling it from a file.
  public func withUnsafeMutableBufferPointer<R, E: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(E) -> R
  ) throws(E) -> R {
    precondition(isContiguous, "a window with gaps")
    // Safe: as above; `mutablePointer` refuses read-only memory.
    return try body(UnsafeMutableBufferPointer(start: mutablePointer, count: count))
  }

  /// The first element. Valid while `self` lives.
  var pointer: UnsafePointer<Float> { UnsafePointer(storage.base + offset) }

  /// The first element, for writing.
  var mutablePointer: UnsafeMutablePointer<Float> {
    precondition(storage.isWritable, "writing to a mapped file")
    return storage.base + offset
  }

  var shapeText: String { "\(rows) × \(columns)" }
}

/// Memory for a matrix whose number of rows changes from batch to batch. It grows to the largest
/// batch seen and is then reused, so that a steady training step allocates nothing.
public struct ScratchMatrix: Sendable {
  private var memory = Matrix(count: 0)

  public init() {}

  /// A contiguous matrix with whatever was in it before. It is valid until the next call.
  public mutating func take(rows: Int, columns: Int) -> Matrix {
    let count = rows * columns
    if memory.columns < count {
      memory = Matrix(count: max(count, memory.columns + memory.columns / 2))
    }
    return memory.columns(0..<count).reshaped(rows: rows, columns: columns)
  }
}

/// The memory behind matrices: allocated here and freed with the last window onto it, or borrowed
/// read-only from an owner that is kept alive.
///
/// Sendable for the reason given at `Matrix`.
final class FloatStorage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let isWritable: Bool
  private let owner: (AnyObject & Sendable)?

  /// Bytes allocated since the program began.
  private static let total = Atomic<Int>(0)
  static var allocatedBytes: Int { total.load(ordering: .relaxed) }

  /// Allocates `count` zeros, aligned to a cache line.
  init(zeros count: Int) {
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    Self.total.wrappingAdd(bytes, ordering: .relaxed)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base = memory.bindMemory(to: Float.self, capacity: max(count, 1))
    isWritable = true
    owner = nil
  }

  /// Borrows memory that stays valid while `owner` lives.
  init(readOnly memory: UnsafeBufferPointer<Float>, owner: AnyObject & Sendable) {
    // Safe: `isWritable` keeps every kernel from writing through the pointer; an empty buffer
    // may have no address, and then none is ever read.
    base = UnsafeMutablePointer(
      mutating: memory.baseAddress ?? UnsafePointer(bitPattern: 64).unsafelyUnwrapped)
    isWritable = false
    self.owner = owner
  }

  deinit {
    if owner == nil { UnsafeMutableRawPointer(base).deallocate() }
  }
}
