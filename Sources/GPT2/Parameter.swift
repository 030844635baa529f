import GPT2Kernels

/// A named tensor of weights, and its gradient while it is being trained.
///
/// Copies share memory, as the matrices in them do.
public struct Parameter: Sendable {
  /// The name in Hugging Face's checkpoints, such as `transformer.h.0.attn.c_attn.weight`.
  public let name: String
  /// The shape in a checkpoint; a vector has one dimension.
  public let shape: [Int]
  public private(set) var value: Matrix
  /// Nil while the parameter is frozen.
  private var accumulated: Gradient?

  public var isTrainable: Bool { accumulated != nil }

  /// Of the shape of `value`; nil while the parameter is frozen.
  public var gradient: Matrix? { accumulated?.matrix }

  /// The whole gradient as factors, where it is no more than the product of a few rows. Asking for
  /// `gradient` multiplies them out.
  public var thinGradient: ThinGradient? { accumulated?.factors }

  /// Adds xᵀ·dy, with x (n, K) and dy (n, N), to the gradient of a matrix (K, N), if it is trainable.
  func accumulate(_ x: Matrix, _ dy: Matrix) { accumulated?.add(x, dy) }

  /// Sets the gradient to zero.
  public func clearGradient() { accumulated?.clear() }

  /// A parameter whose values are kept in another form, as quantised weights are.
  init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
    value = Matrix(count: 0)
  }

  /// Whether `value` is there.
  public var hasValue: Bool { value.count > 0 }

  /// - Parameter value: (rows, columns) of a matrix, (1, n) for a vector.
  public init(name: String, shape: [Int], value: Matrix) {
    precondition(shape.reduce(1, *) == value.count, "\(name): \(shape)")
    self.name = name
    self.shape = shape
    self.value = value
  }

  /// Makes the parameter trainable or frozen. A trainable value gets memory of its own when it
  /// still lies in a mapped file.
  public mutating func setTrainable(_ isTrainable: Bool) {
    guard isTrainable != self.isTrainable else { return }
    if isTrainable {
      if !value.isWritable { value = value.copied() }
      accumulated = Gradient(rows: value.rows, columns: value.columns)
    } else {
      accumulated = nil
    }
  }

  /// The same parameter in memory of its own, its gradient zero.
  func copied() -> Parameter {
    var copy = Parameter(name: name, shape: shape, value: value.copied())
    if isTrainable { copy.setTrainable(true) }
    return copy
  }

  /// The window of some columns, sharing memory.
  ///
  /// - Parameter withGradient: For accumulating gradients. Without, several threads may ask at a time.
  func columns(_ range: Range<Int>, withGradient: Bool) -> Parameter {
    var window = Parameter(
      name: name, shape: value.rows == 1 ? [range.count] : [value.rows, range.count],
      value: value.columns(range))
    if withGradient {
      window.accumulated = gradient.map { Gradient(window: $0.columns(range)) }
    }
    return window
  }
}
