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
  /// Of the shape of `value`; nil while the parameter is frozen.
  public private(set) var gradient: Matrix?

  public var isTrainable: Bool { gradient != nil }

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
      gradient = Matrix(rows: value.rows, columns: value.columns)
    } else {
      gradient = nil
    }
  }

  /// The same parameter in memory of its own, its gradient zero.
  func copied() -> Parameter {
    var copy = Parameter(name: name, shape: shape, value: value.copied())
    if isTrainable { copy.setTrainable(true) }
    return copy
  }

  /// The window of some columns, sharing memory.
  func columns(_ range: Range<Int>) -> Parameter {
    var window = Parameter(
      name: name, shape: value.rows == 1 ? [range.count] : [value.rows, range.count],
      value: value.columns(range))
    window.gradient = gradient?.columns(range)
    return window
  }
}
