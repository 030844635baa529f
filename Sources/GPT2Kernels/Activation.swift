import CVectorLoops

/// The non-linearity between the two layers of a block's MLP.
///
/// Source of both GELU forms: Hendrycks and Gimpel, "Gaussian error linear units" (2016),
/// section 2.
public enum Activation: Sendable, Equatable {
  /// 0.5·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))): GPT-2's own.
  case tanhGELU
  /// x·Φ(x), with the exact normal distribution function.
  case exactGELU
  /// max(x, 0).
  case relu

  /// y = f(x), shapes equal, y overwritten.
  public func forward(_ x: Matrix, into y: Matrix) {
    precondition(x.rows == y.rows && x.columns == y.columns, "\(x.shapeText) into \(y.shapeText)")
    x.forEachBand { rows in
      for row in rows {
        forward(
          x.pointer + row * x.stride, y.mutablePointer + row * y.stride, count: x.columns)
      }
    }
  }

  /// y = f(x) for one run of elements; in place is allowed.
  func forward(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .tanhGELU: vl_gelu_tanh(x, y, count)
    case .exactGELU: vl_gelu_erf(x, y, count)
    case .relu: vl_relu(x, y, count)
    }
  }

  /// Replaces dy by dy·f′(x) in place.
  public func backward(_ dy: Matrix, input x: Matrix) {
    precondition(x.rows == dy.rows && x.columns == dy.columns, "\(x.shapeText), \(dy.shapeText)")
    x.forEachBand { rows in
      for row in rows {
        let (source, gradient) = (x.pointer + row * x.stride, dy.mutablePointer + row * dy.stride)
        switch self {
        case .tanhGELU: vl_gelu_tanh_backward(source, gradient, gradient, x.columns)
        case .exactGELU: vl_gelu_erf_backward(source, gradient, gradient, x.columns)
        case .relu: vl_relu_backward(source, gradient, gradient, x.columns)
        }
      }
    }
  }
}
