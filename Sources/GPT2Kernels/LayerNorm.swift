import CVectorLoops

/// Layer normalisation of every row (Ba, Kiros, Hinton: "Layer normalization", 2016, eq. 4):
/// y = (x − mean) / √(variance + epsilon) · gain + bias, with the variance of the population.
///
/// - Parameters:
///   - x: (N, C).
///   - gain: (1, C).
///   - bias: (1, C).
///   - statistics: (N, 2), overwritten with each row's mean and 1/√(variance + epsilon), which the
///     backward pass reads.
///   - y: (N, C), overwritten.
public func layerNorm(
  _ x: Matrix, gain: Matrix, bias: Matrix, epsilon: Float, statistics: Matrix, into y: Matrix
) {
  let width = x.columns
  precondition(gain.columns == width && bias.columns == width, "gain \(gain.shapeText)")
  precondition(y.rows == x.rows && y.columns == width, "\(x.shapeText) into \(y.shapeText)")
  precondition(statistics.rows == x.rows && statistics.columns == 2, statistics.shapeText)
  x.forEachBand { rows in
    for row in rows {
      let source = x.pointer + row * x.stride
      let moments = statistics.mutablePointer + row * statistics.stride
      vl_layer_norm_statistics(source, width, epsilon, moments, moments + 1)
      vl_layer_norm_apply(
        source, gain.pointer, bias.pointer, moments[0], moments[1],
        y.mutablePointer + row * y.stride, width)
    }
  }
}

/// Gradient of `layerNorm` with respect to its input.
///
/// - Parameters:
///   - dy: (N, C).
///   - x: the input of the forward pass, (N, C), and its `statistics`, (N, 2).
///   - dx: (N, C), added to.
public func layerNormBackward(
  _ dy: Matrix, input x: Matrix, gain: Matrix, statistics: Matrix, addingTo dx: Matrix
) {
  precondition(dy.rows == x.rows && dx.rows == x.rows, "\(dy.shapeText), \(dx.shapeText)")
  precondition(dy.columns == x.columns && dx.columns == x.columns, "\(dy.shapeText)")
  x.forEachBand { rows in
    for row in rows {
      let moments = statistics.pointer + row * statistics.stride
      vl_layer_norm_backward(
        x.pointer + row * x.stride, gain.pointer, dy.pointer + row * dy.stride, moments[0],
        moments[1], dx.mutablePointer + row * dx.stride, x.columns)
    }
  }
}

/// Gradients of `layerNorm` with respect to gain and bias, (1, C) each, added to.
public func layerNormBackward(
  _ dy: Matrix, input x: Matrix, statistics: Matrix, addingToGain dGain: Matrix,
  addingToBias dBias: Matrix
) {
  precondition(dy.rows == x.rows && dy.columns == x.columns, "\(dy.shapeText)")
  precondition(dGain.count == x.columns && dBias.count == x.columns, dGain.shapeText)
  Parallel.forEachRange(of: x.columns, step: 128, work: x.count) { range in
    for row in 0..<x.rows {
      let moments = statistics.pointer + row * statistics.stride
      vl_layer_norm_backward_parameters(
        x.pointer + row * x.stride + range.lowerBound,
        dy.pointer + row * dy.stride + range.lowerBound, moments[0], moments[1],
        dGain.mutablePointer + range.lowerBound, dBias.mutablePointer + range.lowerBound,
        range.count)
    }
  }
}
