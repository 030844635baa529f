import GPT2
import GPT2Kernels

/// The mean of the weights over the last steps of a run, which takes their place at its end.
///
/// Source: Polyak and Juditsky, "Acceleration of stochastic approximation by averaging" (1992); with
/// networks, Izmailov and others, "Averaging weights leads to wider optima and better
/// generalization" (UAI 2018).
struct WeightAverage {
  private let parameters: [Parameter]
  /// The first step, counted from 1, whose weights are averaged.
  private let firstStep: Int
  private let lastStep: Int
  private let sums: [Matrix]

  /// - Parameters:
  ///   - share: Of all steps, above 0, at most 1; at least the last step is averaged.
  ///   - totalSteps: Of the run.
  init(of parameters: [Parameter], share: Double, totalSteps: Int) {
    self.parameters = parameters
    lastStep = totalSteps
    firstStep = min(totalSteps, totalSteps - Int(share * Double(totalSteps)) + 1)
    sums = parameters.map { Matrix(rows: $0.value.rows, columns: $0.value.columns) }
  }

  /// To be told of every step, counted from 1, after it changed the weights. After the last one the
  /// weights are the mean.
  func add(step: Int) {
    guard step >= firstStep else { return }
    for (sum, parameter) in zip(sums, parameters) { sum.add(parameter.value) }
    guard step == lastStep else { return }
    for (sum, parameter) in zip(sums, parameters) {
      parameter.value.copy(from: sum)
      parameter.value.scale(by: 1 / Float(lastStep - firstStep + 1))
    }
  }

  /// What a checkpoint must hold beside the weights.
  var state: [CheckpointTensor] {
    zip(sums, parameters).map { sum, parameter in
      CheckpointTensor(name: "average." + parameter.name, shape: parameter.shape, value: sum)
    }
  }
}
