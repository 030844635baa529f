import GPT2Kernels

/// An affine map of every row, y = x·W + b.
///
/// `weight` keeps the (in, out) layout of GPT-2's checkpoints, so loading never transposes.
public struct Linear: Sendable {
  /// (I, O); without values while `quantised` stands for them.
  public var weight: Parameter
  /// (O).
  public var bias: Parameter
  /// Both once more, in the form for fast products; only while they are frozen.
  var packed: PackedWeights?
  /// The weight in fewer bits, and those of its outputs that are meant; only while it is frozen.
  private(set) var quantised: (weights: QuantisedWeights, outputs: Range<Int>)?
  /// What learns in place of the weights.
  public var adapter: LowRankAdapter?

  init(weight: Parameter, bias: Parameter) {
    self.weight = weight
    self.bias = bias
  }

  /// - Parameter quantised: What stands for the weight of this name.
  init(quantised: QuantisedWeights, name: String, bias: Parameter) {
    weight = Parameter(name: name, shape: [quantised.inputs, quantised.outputs])
    self.bias = bias
    self.quantised = (quantised, 0..<quantised.outputs)
  }

  /// The same map with packed weights, and its adapter.
  func packed(as precision: Precision) -> Linear {
    var copy = dequantised
    copy.packed = PackedWeights(copy.weight.value, bias: bias.value, precision: precision)
    return copy
  }

  /// The same map with the weights that the codes stand for, if it is quantised.
  var dequantised: Linear {
    guard let quantised else { return self }
    var copy = self
    copy.weight = Parameter(
      name: weight.name, shape: weight.shape,
      value: quantised.weights.dequantised().columns(quantised.outputs).copied())
    copy.quantised = nil
    return copy
  }

  /// Parameters in the order of a checkpoint, then the adapter's.
  var parameters: [Parameter] { [weight, bias] + (adapter.map { [$0.a, $0.b] } ?? []) }

  /// Calls `body` with every parameter for changing it, in the order of `parameters`.
  mutating func forEachParameter(_ body: (inout Parameter) throws -> Void) rethrows {
    try body(&weight)
    try body(&bias)
    guard var adapter else { return }
    try body(&adapter.a)
    try body(&adapter.b)
    self.adapter = adapter
  }

  /// y = x·W + b, and the residual where there is one; without the adapter.
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
    if let quantised {
      quantised.weights.multiply(x, addingTo: y, columns: quantised.outputs)
    } else {
      multiply(x, weight.value, addingTo: y)  // (N, I)·(I, O)
    }
    residual.map(y.add)
  }

  /// The same with the adapter, if there is one.
  ///
  /// - Parameters:
  ///   - dropout: On the adapter's input.
  ///   - activations: What the adapter keeps for the backward pass.
  func forward(
    _ x: Matrix, adding residual: Matrix? = nil, dropout: Dropout?,
    adapter activations: inout LowRankAdapter.Activations, into y: Matrix
  ) {
    forward(x, adding: residual, into: y)
    guard let adapter else { return }
    adapter.project(x, dropout: dropout, into: &activations)
    adapter.add(activations.lowRank, outputs: 0..<y.columns, to: y)
  }

  /// y = activation(x·W + b + what the adapter adds).
  ///
  /// - Parameters:
  ///   - x: (N, I).
  ///   - linear: (N, O), overwritten with the activation's input, which a backward pass reads; packed
  ///     weights without adapter, which have no backward pass, leave it alone.
  ///   - y: (N, O), overwritten.
  func forward(
    _ x: Matrix, activation: Activation, dropout: Dropout?,
    adapter activations: inout LowRankAdapter.Activations, linear: Matrix, into y: Matrix
  ) {
    if let packed, adapter == nil {
      packed.multiply(x, activation: activation, into: y)
      return
    }
    forward(x, dropout: dropout, adapter: &activations, into: linear)
    activation.forward(linear, into: y)
  }

  /// Gradient with respect to the input: dx = dy·Wᵀ, (N, I), overwritten; without the adapter.
  func backward(_ dy: Matrix, into dx: Matrix) {
    guard quantised == nil else {
      dx.clear()
      backward(dy, addingTo: dx)
      return
    }
    multiply(dy, weight.value.transposed, into: dx)  // (N, O)·(O, I)
  }

  /// The same with the adapter, if there is one, adding to its gradients.
  ///
  /// - Parameter dropout: The one of the forward pass.
  func backward(
    _ dy: Matrix, dropout: Dropout?, adapter activations: LowRankAdapter.Activations,
    scratch: inout LowRankAdapter.Scratch, into dx: Matrix
  ) {
    backward(dy, into: dx)
    guard let adapter else { return }
    let dLowRank = scratch.dLowRank(activations)
    adapter.backward(
      dy, outputs: 0..<dy.columns, lowRank: activations.lowRank, addingTo: dLowRank)
    adapter.backward(
      dLowRank: dLowRank, activations: activations, dropout: dropout, scratch: &scratch,
      addingTo: dx)
  }

  /// The same, added to dx.
  func backward(_ dy: Matrix, addingTo dx: Matrix) {
    if let quantised {
      quantised.weights.multiplyTransposed(dy, addingTo: dx, columns: quantised.outputs)
    } else {
      multiply(dy, weight.value.transposed, addingTo: dx)
    }
  }

  /// Adds to the gradients of weight and bias where they are trainable.
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

  /// The map onto some of the outputs only, sharing memory; neither packed nor with the adapter.
  ///
  /// - Parameter withGradient: For accumulating gradients.
  func outputs(_ range: Range<Int>, withGradient: Bool = false) -> Linear {
    let bias = bias.columns(range, withGradient: withGradient)
    if let quantised {
      var window = Linear(
        weight: Parameter(name: weight.name, shape: [weight.shape[0], range.count]), bias: bias)
      window.quantised = (quantised.weights, range)
      return window
    }
    return Linear(
      weight: weight.columns(range, withGradient: withGradient), bias: bias)
  }
}
