import GPT2Kernels
import SeededRandom

/// The linear map from a message's vector to one logit per class.
public struct ClassificationHead: Sendable {
  /// `score.weight`, (K, C): (out, in), unlike the matrices of the transformer.
  public var weight: Parameter
  /// `score.bias`, (K). Hugging Face's classifier has none.
  public var bias: Parameter?

  public init(weight: Parameter, bias: Parameter?) {
    self.weight = weight
    self.bias = bias
  }

  /// How a new head's weights begin; its bias begins at zero.
  public enum Initialization: String, Sendable, CaseIterable, Codable {
    /// Normal with the configuration's `initializerRange`, as Hugging Face draws them.
    case normal
    /// Zeros: every class starts out equally probable.
    case zeros
  }

  /// A new head.
  ///
  /// - Parameters:
  ///   - classCount: K, at least 2.
  ///   - width: C.
  ///   - deviation: Of the normal distribution.
  ///   - seed: The same seed gives the same weights.
  public init(
    classCount: Int, width: Int, hasBias: Bool, initialization: Initialization, deviation: Double,
    seed: UInt64
  ) {
    let value = Matrix(rows: classCount, columns: width)
    if initialization == .normal {
      var generator = Philox(seed: seed, for: .headWeights)
      value.fillNormal(deviation: Float(deviation), using: &generator)
    }
    weight = Parameter(name: Self.weightName, shape: [classCount, width], value: value)
    bias =
      hasBias
      ? Parameter(name: Self.biasName, shape: [classCount], value: Matrix(count: classCount)) : nil
  }

  public static let weightName = "score.weight"
  public static let biasName = "score.bias"

  public var classCount: Int { weight.value.rows }

  /// - Parameters:
  ///   - x: (B, C).
  ///   - logits: (B, K), overwritten.
  func forward(_ x: Matrix, into logits: Matrix) {
    guard let bias else {
      multiply(x, weight.value.transposed, into: logits)
      return
    }
    logits.fillRows(with: bias.value)
    multiply(x, weight.value.transposed, addingTo: logits)  // (B, C)·(C, K)
  }

  /// Adds to the head's gradients, and overwrites dx, (B, C), when it is wanted.
  func backward(_ dLogits: Matrix, input x: Matrix, into dx: Matrix?) {
    if let gradient = weight.gradient {
      multiply(dLogits.transposed, x, addingTo: gradient)  // (K, B)·(B, C)
    }
    if let gradient = bias?.gradient { dLogits.addColumnSums(to: gradient) }
    if let dx { multiply(dLogits, weight.value, into: dx) }  // (B, K)·(K, C)
  }
}

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
