import GPT2Kernels
import SeededRandom

extension ClassificationHead {
  /// The head that `torch.manual_seed(seed); torch.nn.Linear(width, classCount)` makes, to the bit.
  ///
  /// - Parameters:
  ///   - classCount: K, at least 2.
  ///   - width: C.
  package init(classCount: Int, width: Int, torchSeed seed: UInt64) {
    var generator = TorchGenerator(seed: seed)
    let (weights, biases) = generator.linear(inputs: width, outputs: classCount)
    self.init(
      weight: Parameter(
        name: Self.weightName, shape: [classCount, width],
        value: Matrix(rows: classCount, columns: width, weights)),
      bias: Parameter(
        name: Self.biasName, shape: [classCount],
        value: Matrix(rows: 1, columns: classCount, biases)))
  }
}
