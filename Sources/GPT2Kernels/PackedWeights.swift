import COneDNN
import CVectorLoops
import Synchronization

/// A frozen (K, N) matrix of weights in the layout that the processor multiplies fastest, so that
/// no product has to rearrange it again, and few rows are multiplied as fast as many.
///
/// Whatever shape is given, packing and multiplying fail only where memory is at an end. They then end the
/// program, as every allocation of Swift does.
///
/// The columns lie in panels, so that the threads can share a product of few rows.
public final class PackedWeights: Sendable {
  public let precision: Precision
  /// K.
  public let inputs: Int
  /// N.
  public let outputs: Int
  private let panels: [Panel]

  /// - Parameters:
  ///   - weights: (K, N).
  ///   - bias: (1, N).
  ///   - precision: One that this machine `canPack`.
  public init(_ weights: Matrix, bias: Matrix, precision: Precision) {
    precondition(precision.canPack, "\(precision) is not to be had")
    precondition(bias.count == weights.columns, "\(bias.shapeText) for \(weights.shapeText)")
    self.precision = precision
    inputs = weights.rows
    outputs = weights.columns
    let width = Self.panelWidth(outputs: outputs)
    panels = stride(from: 0, to: weights.columns, by: width).map { start in
      let columns = start..<min(start + width, weights.columns)
      return Panel(
        weights.columns(columns), bias: bias.columns(columns), firstColumn: start,
        precision: precision)
    }
  }

  /// Columns of a panel: at most 384, evenly divided, in multiples of the 64 that oneDNN's kernels take at
  /// a time. Narrower ones are slower; wider ones leave the second-level cache.
  private static func panelWidth(outputs: Int) -> Int {
    let count = (outputs + 383) / 384
    return ((outputs + count - 1) / count + 63) / 64 * 64
  }

  /// y = activation(x·W + b) + residual.
  ///
  /// - Parameters:
  ///   - x: (M, K).
  ///   - residual: (M, N).
  ///   - y: (M, N), overwritten; must not overlap the others.
  public func multiply(
    _ x: Matrix, activation: Activation? = nil, adding residual: Matrix? = nil, into y: Matrix
  ) {
    precondition(
      x.columns == inputs && y.columns == outputs && x.rows == y.rows,
      "\(x.shapeText)·(\(inputs), \(outputs)) into \(y.shapeText)")
    precondition(
      residual.map { $0.rows == y.rows && $0.columns == outputs } ?? true, "another shape to add")
    guard x.rows > 0 else { return }
    // Rows are shared out where there are enough of them, else columns.
    let bands = max(1, x.rows / Self.rowsPerPiece)
    let bandsPerTask = Parallel.isWorker ? bands : max(4, (bands + 7) / 8)
    let tasks = bands < 4 ? panels.count : (bands + bandsPerTask - 1) / bandsPerTask
    Parallel.forEach(tasks) { task in
      guard bands >= 4 else {
        Self.multiply(x, by: panels[task...task], activation, adding: residual, into: y)
        return
      }
      let end = (task + 1) * bandsPerTask
      let rows =
        task * bandsPerTask * Self.rowsPerPiece..<(end >= bands ? x.rows : end * Self.rowsPerPiece)
      Self.multiply(
        x.rows(rows), by: panels[...], activation, adding: residual?.rows(rows), into: y.rows(rows))
    }
  }

  /// Rows of a product: so few that inputs and results of a panel stay in the cache.
  private static let rowsPerPiece = 64

  /// Cuts rows into products of few different heights, each of which has to be prepared once. The last
  /// two may overlap: the rows between are computed twice, to the same numbers.
  static func pieces(of count: Int) -> [Range<Int>] {
    guard count > rowsPerPiece else { return [0..<count] }
    var pieces = stride(from: 0, through: count - rowsPerPiece, by: rowsPerPiece).map {
      $0..<$0 + rowsPerPiece
    }
    let rest = (count % rowsPerPiece + 15) / 16 * 16
    if rest > 0 { pieces.append(count - rest..<count) }
    return pieces
  }

  /// Panel after panel, each of which stays in the cache while all rows pass by.
  private static func multiply(
    _ x: Matrix, by panels: ArraySlice<Panel>, _ activation: Activation?,
    adding residual: Matrix?, into y: Matrix
  ) {
    guard let first = panels.first else { return }
    let input = ProductInput(x, precision: first.precision)
    let pieces = pieces(of: x.rows)
    for panel in panels {
      let (target, addend) = (y.columns(panel.columns), residual?.columns(panel.columns))
      for rows in pieces {
        panel.multiply(
          input.rows(rows), activation: activation, adding: addend?.rows(rows),
          into: target.rows(rows))
      }
    }
  }
}

/// The rows of a product as its precision has them, one after another without gaps, which is how oneDNN
/// wants them; in memory of the calling thread unless they already lie so.
private struct ProductInput {
  /// The first row. Valid until the thread prepares other input.
  let pointer: UnsafeRawPointer
  private let bytesPerRow: Int
  let rowCount: Int
  /// Of each row, for int8.
  let scales: UnsafePointer<Float>?

  init(_ x: Matrix, precision: Precision) {
    rowCount = x.rows
    bytesPerRow = x.columns * precision.byteCount
    switch precision {
    case .float32:
      scales = nil
      guard !x.isContiguous else {
        pointer = UnsafeRawPointer(x.pointer)
        return
      }
      let memory = threadMemory(od_input_memory, of: Float.self, x.count)
      for row in 0..<x.rows {
        (memory + row * x.columns).update(from: x.pointer + row * x.stride, count: x.columns)
      }
      pointer = UnsafeRawPointer(memory)
    case .bfloat16:
      let memory = threadMemory(od_input_memory, of: UInt16.self, x.count)
      for row in 0..<x.rows {
        vl_to_bfloat16(x.pointer + row * x.stride, memory + row * x.columns, x.columns)
      }
      pointer = UnsafeRawPointer(memory)
      scales = nil
    case .int8:
      let scales = threadMemory(od_input_memory, of: Float.self, x.rows + (x.count + 3) / 4)
      let memory = UnsafeMutableRawPointer(scales + x.rows)
        .bindMemory(to: UInt8.self, capacity: x.count)
      for row in 0..<x.rows {
        scales[row] = vl_quantise_input(
          x.pointer + row * x.stride, memory + row * x.columns, x.columns)
      }
      pointer = UnsafeRawPointer(memory)
      self.scales = UnsafePointer(scales)
    }
  }

  private init(
    _ pointer: UnsafeRawPointer, bytesPerRow: Int, rowCount: Int, scales: UnsafePointer<Float>?
  ) {
    self.pointer = pointer
    self.bytesPerRow = bytesPerRow
    self.rowCount = rowCount
    self.scales = scales
  }

  func rows(_ range: Range<Int>) -> ProductInput {
    ProductInput(
      pointer + range.lowerBound * bytesPerRow, bytesPerRow: bytesPerRow, rowCount: range.count,
      scales: scales.map { $0 + range.lowerBound })
  }
}

/// Some columns of packed weights.
///
/// Sendable: the packed memory is never written to after `init`.
private final class Panel: @unchecked Sendable {
  let precision: Precision
  let columns: Range<Int>
  private let inputs: Int
  private let weights: OpaquePointer
  private let bias: Matrix
  /// Of each column, for int8: its scale, and the sum of its integers.
  private let scales: Matrix
  private let sums: [Int32]

  /// - Parameters:
  ///   - weights: (K, n).
  ///   - firstColumn: Of the whole matrix.
  init(_ weights: Matrix, bias: Matrix, firstColumn: Int, precision: Precision) {
    self.precision = precision
    columns = firstColumn..<firstColumn + weights.columns
    inputs = weights.rows
    // The model's bias may lie in a mapped file at any address.
    self.bias = bias.copied()
    guard precision == .int8 else {
      scales = Matrix(count: 0)
      sums = []
      self.weights = Self.pack(
        precision, weights, UnsafeRawPointer(weights.pointer), weights.stride)
      return
    }
    let quantised = QuantisedColumns(weights)
    scales = quantised.scales
    sums = quantised.sums
    self.weights = quantised.values.withUnsafeBytes { bytes in
      // Safe: `values` has K · n elements, so its address is none only when there are none.
      Self.pack(precision, weights, bytes.baseAddress.unsafelyUnwrapped, weights.columns)
    }
  }

  deinit {
    od_weights_free(weights)
  }

  private static func pack(
    _ precision: Precision, _ shape: Matrix, _ memory: UnsafeRawPointer, _ stride: Int
  ) -> OpaquePointer {
    guard let packed = od_pack(precision.cValue, shape.rows, shape.columns, memory, stride) else {
      // The precision was probed before it was chosen: what is missing is memory, as for Swift's own arrays.
      fatalError("no memory for packed weights of \(shape.shapeText)")
    }
    return packed
  }

  /// y = activation(x·W + b) + residual, for the panel's columns.
  func multiply(
    _ x: ProductInput, activation: Activation?, adding residual: Matrix?, into y: Matrix
  ) {
    let width = columns.count
    // Not straight into y, whose rows have gaps.
    let result = threadMemory(od_result_memory, of: Float.self, x.rowCount * width)
    switch x.scales {
    case nil:
      run(x, activation: activation, UnsafeMutableRawPointer(result))
    case let rowScales?:
      // Safe: int32 is as wide as float, and each row is read before it is overwritten.
      let products = UnsafeMutableRawPointer(result).assumingMemoryBound(to: Int32.self)
      run(x, activation: nil, UnsafeMutableRawPointer(products))
      for row in 0..<x.rowCount {
        vl_dequantise(
          products + row * width, rowScales[row], scales.pointer, sums, bias.pointer,
          result + row * width, width)
        activation?.forward(result + row * width, result + row * width, count: width)
      }
    }
    for row in 0..<x.rowCount {
      let (source, target) = (result + row * width, y.mutablePointer + row * y.stride)
      if let residual {
        vl_sum(source, residual.pointer + row * residual.stride, target, width)
      } else {
        target.update(from: source, count: width)
      }
    }
  }

  private func run(
    _ x: ProductInput, activation: Activation?, _ y: UnsafeMutableRawPointer
  ) {
    let shape = ProductShape(
      precision: precision, activation: activation, rows: x.rowCount, inputs: inputs,
      outputs: columns.count)
    let product = ProductCache.shared.product(shape, for: weights)
    // Safe: the shapes are those of windows that `Matrix` has checked.
    let done = od_multiply(product, weights, x.pointer, bias.pointer, y)
    precondition(done != 0, "no memory for a product")
  }
}

/// Weights as signed integers, absmax by column.
struct QuantisedColumns {
  /// (K, n), row by row.
  let values: [Int8]
  /// (1, n): what an integer of a column stands for.
  let scales: Matrix
  /// Of each column.
  let sums: [Int32]

  init(_ weights: Matrix) {
    let width = weights.columns
    let scales = Matrix(count: width)
    for row in 0..<weights.rows {
      vl_raise_to_magnitudes(
        weights.pointer + row * weights.stride, scales.mutablePointer, width)
    }
    scales.scale(by: 1 / 127)
    var sums = [Int32](repeating: 0, count: width)
    values = [Int8](unsafeUninitializedCapacity: weights.count) { buffer, count in
      for row in 0..<weights.rows {
        // Safe: the buffer has room for K rows of n.
        vl_quantise_weights(
          weights.pointer + row * weights.stride, scales.pointer,
          buffer.baseAddress.unsafelyUnwrapped + row * width, &sums, width)
      }
      count = weights.count
    }
    self.scales = scales
    self.sums = sums
  }
}

/// What decides how a product is computed.
private struct ProductShape: Hashable {
  let precision: Precision
  let activation: Activation?
  let rows: Int
  let inputs: Int
  let outputs: Int

  var cValue: od_shape {
    let kind: od_activation =
      switch activation {
      case nil: od_identity
      case .tanhGELU: od_gelu_tanh
      case .exactGELU: od_gelu_erf
      case .relu: od_relu
      }
    return od_shape(
      precision: precision.cValue, activation: kind, rows: rows, k: inputs, n: outputs)
  }
}

/// Products by shape. Preparing one takes a millisecond, and there are few.
///
/// Sendable: a mutex guards the table; a product is not changed once made.
private final class ProductCache: @unchecked Sendable {
  static let shared = ProductCache()
  private let products = Mutex<[ProductShape: Pointer]>([:])

  /// A product on its way out of the mutex.
  private struct Pointer: @unchecked Sendable {
    let value: OpaquePointer
  }

  func product(_ shape: ProductShape, for weights: OpaquePointer) -> OpaquePointer {
    nonisolated(unsafe) let weights = weights
    return products.withLock { products in
      if let known = products[shape] { return known }
      var description = shape.cValue
      guard let made = od_product_make(&description, weights) else {
        // The precision was probed before it was chosen: what is missing is memory, as for Swift's own arrays.
        fatalError("no memory for a product of \(shape)")
      }
      products[shape] = Pointer(value: made)
      return Pointer(value: made)
    }.value
  }
}

/// Memory of the calling thread, for `count` elements.
private func threadMemory<T>(
  _ which: od_memory, of type: T.Type, _ count: Int
) -> UnsafeMutablePointer<T> {
  guard let memory = od_thread_memory(which, count * MemoryLayout<T>.stride) else {
    // Only where the machine has no memory left, which Swift's own arrays do not survive either.
    fatalError("no memory for a product")
  }
  return memory.bindMemory(to: type, capacity: count)
}
