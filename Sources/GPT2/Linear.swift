import GPT2Kernels

/// An affine map of every row, y = x·W + b.
///
/// `weight` keeps the (in, out) layout of GPT-2's checkpoints, so loading never transposes.
public struct Linear: Sendable {
  /// (I, O).
  public var weight: Parameter
  /// (O).
  public var bias: Parameter
  /// Both once more, in the form for fast products; only while they are frozen.
  var packed: PackedWeights?

  init(weight: Parameter, bias: Parameter, packed: PackedWeights? = nil) {
    self.weight = weight
    self.bias = bias
    self.packed = packed
  }

  /// The same map with packed weights.
  func packed(as precision: Precision) -> Linear {
    Linear(
      weight: weight, bias: bias,
      packed: PackedWeights(weight.value, bias: bias.value, precision: precision))
  }

  /// y = x·W + b, and the residual where there is one.
  ///
  /// - Parameters:
  ///   - x: (N, I).
  ///   - residual: (N, O).
  ///   - y: (N, O), overwritten.
  func forward(_ x: Matrix, adding residual: Matrix? = nil, into y: Matrix) {
    if let packed {
      packed.multiply(x, adding: residual, into: y)
      return
    }
    y.fillRows(with: bias.value)
    multiply(x, weight.value, addingTo: y)  // (N, I)·(I, O)
    residual.map(y.add)
  }

  /// y = activation(x·W + b).
  ///
  /// - Parameters:
  ///   - x: (N, I).
  ///   - linear: (N, O), overwritten with x·W + b, which a backward pass reads; packed weights, which
  ///     have none, leave it alone.
  ///   - y: (N, O), overwritten.
  func forward(_ x: Matrix, activation: Activation, linear: Matrix, into y: Matrix) {
    if let packed {
      packed.multiply(x, activation: activation, into: y)
      return
    }
    forward(x, into: linear)
    activation.forward(linear, into: y)
  }

  /// Gradient with respect to the input: dx = dy·Wᵀ, (N, I), overwritten.
  func backward(_ dy: Matrix, into dx: Matrix) {
    multiply(dy, weight.value.transposed, into: dx)  // (N, O)·(O, I)
  }

  /// The same, added to dx.
  func backward(_ dy: Matrix, addingTo dx: Matrix) {
    multiply(dy, weight.value.transposed, addingTo: dx)
  }

  /// Adds to the gradients of whatever is trainable.
  ///
  /// - Parameters:
  ///   - dy: (N, O).
  ///   - x: (N, I), the input of the forward pass.
  func accumulateGradients(_ dy: Matrix, input x: Matrix) {
    weight.accumulate(x, dy)
    if let gradient = bias.gradient {
      dy.addColumnSums(to: gradient)
    }
  }

  /// The map onto some of the outputs only, sharing memory; not packed.
  ///
  /// - Parameter withGradient: For accumulating gradients.
  func outputs(_ range: Range<Int>, withGradient: Bool = false) -> Linear {
    Linear(
      weight: weight.columns(range, withGradient: withGradient),
      bias: bias.columns(range, withGradient: withGradient))
  }
}
