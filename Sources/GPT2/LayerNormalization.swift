import GPT2Kernels

/// Layer normalisation with a gain and a bias per channel.
public struct LayerNormalization: Sendable {
  /// (C).
  public var gain: Parameter
  /// (C).
  public var bias: Parameter
  let epsilon: Float

  /// - Parameters:
  ///   - x: (N, C).
  ///   - statistics: (N, 2), overwritten; the backward pass reads it.
  ///   - y: (N, C), overwritten.
  func forward(_ x: Matrix, statistics: Matrix, into y: Matrix) {
    layerNorm(
      x, gain: gain.value, bias: bias.value, epsilon: epsilon, statistics: statistics, into: y)
  }

  /// Gradient with respect to the input, (N, C), added to dx.
  func backward(_ dy: Matrix, input x: Matrix, statistics: Matrix, addingTo dx: Matrix) {
    layerNormBackward(
      dy, input: x, gain: gain.value, statistics: statistics, addingTo: dx)
  }

  /// Adds to the gradients of gain and bias when they are trainable.
  func accumulateGradients(_ dy: Matrix, input x: Matrix, statistics: Matrix) {
    guard let dGain = gain.gradient, let dBias = bias.gradient else { return }
    layerNormBackward(
      dy, input: x, statistics: statistics, addingToGain: dGain, addingToBias: dBias)
  }
}
