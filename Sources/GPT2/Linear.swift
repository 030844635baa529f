import GPT2Kernels

/// An affine map of every row, y = x·W + b.
///
/// `weight` keeps the (in, out) layout of GPT-2's checkpoints, so loading never transposes.
public struct Linear: Sendable {
  /// (I, O).
  public var weight: Parameter
  /// (O).
  public var bias: Parameter

  /// - Parameters:
  ///   - x: (N, I).
  ///   - y: (N, O), overwritten.
  func forward(_ x: Matrix, into y: Matrix) {
    y.fillRows(with: bias.value)
    multiply(x, weight.value, addingTo: y)  // (N, I)·(I, O)
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
    if let gradient = weight.gradient {
      multiply(x.transposed, dy, addingTo: gradient)  // (I, N)·(N, O)
    }
    if let gradient = bias.gradient {
      dy.addColumnSums(to: gradient)
    }
  }

  /// The map onto some of the outputs only, sharing memory.
  func outputs(_ range: Range<Int>) -> Linear {
    Linear(weight: weight.columns(range), bias: bias.columns(range))
  }
}
