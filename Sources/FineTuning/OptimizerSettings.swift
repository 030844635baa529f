/// Which optimiser updates the weights, and how.
public struct OptimizerSettings: Sendable, Equatable, Codable {
  public enum Method: String, Sendable, CaseIterable, Codable {
    /// Loshchilov and Hutter, "Decoupled weight decay regularization" (2019).
    case adamW = "adamw"
    /// Kingma and Ba, "Adam" (2015), with weight decay added to the gradient as `torch.optim.Adam` does.
    case adam
    /// Stochastic gradient descent with momentum, as `torch.optim.SGD`.
    case sgd
  }

  /// Which parameters weight decay acts on.
  public enum Decay: String, Sendable, CaseIterable, Codable {
    /// Every trainable parameter, as PyTorch does when it is not told otherwise.
    case all
    /// Parameters of two dimensions: not biases, not layer norms.
    case matrices
  }

  public var method: Method = .adamW
  public var learningRate: Double = 5e-5
  /// What the rate is multiplied with for each step down from the head: the last block learns at
  /// `learningRate` times this, the one below at that times this again, and so on to the embeddings.
  /// 1 for one rate everywhere (Clark, Luong, Le, Manning: "ELECTRA", ICLR 2020, appendix B; the
  /// final norm goes with the head).
  public var layerDecay: Double = 1
  /// Decoupled for AdamW; added to the gradient for Adam and SGD.
  public var weightDecay: Double = 0.1
  public var decay: Decay = .all
  public var beta1: Double = 0.9
  public var beta2: Double = 0.999
  public var epsilon: Double = 1e-8
  /// Of SGD.
  public var momentum: Double = 0.9
  /// Of SGD.
  public var nesterov: Bool = false

  public init() {}
}
