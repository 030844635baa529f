import GPT2
import GPT2Kernels

/// The weights of a run that did best so far on the validation messages, which take the place of the last ones
/// at its end.
struct BestWeights {
  /// What a checkpoint remembers beside the weights.
  struct State: Codable {
    /// After which the weights are those that are kept; nil while there are none.
    var step: Int?
    /// Higher is better; nil while there is none.
    var score: Double?
    /// Results since then.
    var resultsSince = 0
  }

  var state = State()
  private let parameters: [Parameter]
  private let kept: [Matrix]
  private let patience: Int?

  init(of parameters: [Parameter], patience: Int?) {
    self.parameters = parameters
    self.patience = patience
    kept = parameters.map { Matrix(rows: $0.value.rows, columns: $0.value.columns) }
  }

  /// To be told of every result.
  ///
  /// - Parameter score: Nil where it is undefined, as the MCC of a model that names one class only.
  mutating func add(score: Double?, step: Int) {
    guard let score, state.score.map({ score > $0 }) ?? true else {
      // Before the first best there is nothing that could have been better.
      if state.score != nil { state.resultsSince += 1 }
      return
    }
    state = State(step: step, score: score)
    for (copy, parameter) in zip(kept, parameters) { copy.copy(from: parameter.value) }
  }

  /// Whether there has been no new best for so long that training may stop.
  var isExhausted: Bool { patience.map { state.resultsSince >= $0 } ?? false }

  /// Puts the best weights in the place of the last ones.
  func restore() {
    guard state.step != nil else { return }
    for (copy, parameter) in zip(kept, parameters) { parameter.value.copy(from: copy) }
  }

  /// What a checkpoint must hold beside the state.
  var tensors: [CheckpointTensor] {
    zip(kept, parameters).map { copy, parameter in
      CheckpointTensor(name: "best." + parameter.name, shape: parameter.shape, value: copy)
    }
  }
}
