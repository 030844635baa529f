extension TorchGenerator {
  /// The weights that a new `torch.nn.Linear(inputs, outputs)` has: (outputs, inputs) row by row, and
  /// one bias per output, all uniform within 1/√inputs.
  ///
  /// The weights' bound is computed in the detour of He's initialisation for a leaky ReLU of slope
  /// √5, whose last bit may differ.
  ///
  /// - Parameter inputs: At least 1.
  ///
  /// Source: PyTorch 2.13, `Linear.reset_parameters`; K. He and others, "Delving Deep into
  /// Rectifiers", ICCV 2015.
  public mutating func linear(
    inputs: Int, outputs: Int
  ) -> (weights: [Float], biases: [Float]) {
    precondition(inputs > 0, "a linear map of \(inputs) inputs")
    let fan = Double(inputs).squareRoot()
    let slope = 5.0.squareRoot()
    let deviation = (2 / (1 + slope * slope)).squareRoot() / fan
    let weightBound = 3.0.squareRoot() * deviation
    let weights = (0..<inputs * outputs).map { _ in uniform(within: weightBound) }
    return (weights, (0..<outputs).map { _ in uniform(within: 1 / fan) })
  }
}
