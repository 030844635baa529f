import Foundation
import GPT2
import GPT2Kernels

/// Makes a folder that `transformers` reads as a GPT2ForSequenceClassification with the same probabilities.
public enum HuggingFaceExport {
  /// - Parameters:
  ///   - model: A trained model's folder.
  ///   - base: Where its base is, when it was moved.
  ///   - foldsThreshold: Whether the most probable class there is to be what the model's threshold decides
  ///     here. The probabilities are shifted then, on purpose.
  ///   - output: A folder that does not exist or is empty.
  /// - Throws: `ModelFolderError.dependentHead` when the bias cannot be folded, `.poolingNotExportable`,
  ///   `.maskNotExportable`, `.outputExists`, `.noThreshold`.
  public static func write(
    model: String, base: String? = nil, foldsThreshold: Bool = false, output: String
  ) throws {
    try ModelWriter.requireFree(output)
    let folder = try ModelFolder(path: model, base: base)
    var classifier = try folder.classifier()
    classifier.model.mergeAdapters()
    guard classifier.pooling == .last else {
      throw ModelFolderError.poolingNotExportable(classifier.pooling.rawValue, model: model)
    }
    guard folder.configuration.model.isCausal else {
      throw ModelFolderError.maskNotExportable(model: model)
    }
    let labels = folder.classNames
    var decision = try folder.decision() ?? ModelDecision()
    try fold(decision.temperature, into: &classifier.head)
    decision.temperature = 1
    if foldsThreshold {
      try fold(decision, classes: labels, into: &classifier.head, model: model)
      decision = ModelDecision()
    }
    if let bias = classifier.head.bias {
      try fold(bias.value, into: &classifier, folder: model)
    }
    var configuration = folder.configuration
    // Hugging Face pools at the last token that is not padding, and needs to know the padding.
    configuration.model.padToken =
      configuration.model.padToken ?? configuration.model.endOfTextToken
      ?? folder.tokenizer.endOfText
    // Which blocks were frozen, and so checked, is lost with the reference to the base.
    configuration.classifier?.checkedPrecision = nil
    configuration.classifier?.quantisation = nil
    configuration.labels = labels
    try decision.write(to: output)
    try ModelWriter.save(
      classifier, configuration: configuration, tokenizer: folder.tokenizer, base: nil, to: output)
  }

  /// The head's weight and bias over the temperature give the calibrated logits.
  private static func fold(
    _ temperature: Double, into head: inout ClassificationHead
  ) throws {
    guard temperature != 1 else { return }
    head.weight = scaled(head.weight, by: 1 / temperature)
    head.bias = head.bias.map { scaled($0, by: 1 / temperature) }
  }

  private static func scaled(_ parameter: Parameter, by factor: Double) -> Parameter {
    let value = parameter.value.copied()
    value.scale(by: Float(factor))
    return Parameter(name: parameter.name, shape: parameter.shape, value: value)
  }

  /// Shifts the logits of two classes by τ/2 in opposite directions, τ = ln(t / (1 − t)), so that the
  /// positive one is the more probable where it was given at least t.
  private static func fold(
    _ decision: ModelDecision, classes: [String], into head: inout ClassificationHead, model: String
  ) throws(ModelFolderError) {
    guard let threshold = decision.rule?.threshold, threshold > 0, threshold < 1,
      let positive = decision.positiveLabel.flatMap({ classes.firstIndex(of: $0) })
    else { throw .noThreshold(model: model) }
    let shift = Float(log(threshold / (1 - threshold)) / 2)
    let bias = head.bias?.value.copied() ?? Matrix(rows: 1, columns: 2)
    bias[0, positive] -= shift
    bias[0, 1 - positive] += shift
    head.bias = Parameter(name: ClassificationHead.biasName, shape: [2], value: bias)
  }

  /// Hugging Face's head has no bias. The final norm's output feeds nothing but the head, so adding
  /// Sᵀ(S·Sᵀ)⁻¹·b to the norm's bias adds exactly b to the logits, S being the head's weight, (K, C).
  private static func fold(
    _ bias: Matrix, into classifier: inout SequenceClassifier, folder: String
  ) throws {
    let weight = classifier.head.weight.value
    let classes = weight.rows
    var system = (0..<classes).map { row in
      (0..<classes).map { column in
        (0..<weight.columns).reduce(0.0) {
          $0 + Double(weight[row, $1]) * Double(weight[column, $1])
        }
      } + [Double(bias[0, row])]
    }
    guard let solution = solve(&system) else { throw ModelFolderError.dependentHead(folder) }
    let norm = classifier.model.finalNorm.bias
    let folded = norm.value.copied()
    for channel in 0..<folded.columns {
      let shift = (0..<classes).reduce(0.0) { $0 + Double(weight[$1, channel]) * solution[$1] }
      folded[0, channel] = Float(Double(folded[0, channel]) + shift)
    }
    classifier.model.finalNorm.bias = Parameter(
      name: norm.name, shape: norm.shape, value: folded)
    classifier.head.bias = nil
  }

  /// Gauss elimination with partial pivoting on an augmented system of K rows and K + 1 columns.
  /// Where rows depend on each other, as those of a head of two classes that began with zeros do
  /// (one is the other's negative), an unknown is free and stays 0; nil when there is no solution.
  private static func solve(_ system: inout [[Double]]) -> [Double]? {
    let count = system.count
    let scale = system.flatMap { $0.dropLast() }.map(abs).max() ?? 0
    let largest = system.map { abs($0[count]) }.max() ?? 0
    var solution = Array(repeating: 0.0, count: count)
    /// The columns of the rows that have a pivot.
    var pivots: [Int] = []
    for column in 0..<count {
      let next = pivots.count
      guard
        let pivot = (next..<count).max(by: {
          abs(system[$0][column]) < abs(system[$1][column])
        }), abs(system[pivot][column]) > 1e-12 * scale
      else { continue }
      system.swapAt(next, pivot)
      for row in 0..<count where row != next {
        let factor = system[row][column] / system[next][column]
        for k in column...count { system[row][k] -= factor * system[next][k] }
      }
      pivots.append(column)
    }
    for row in pivots.count..<count where abs(system[row][count]) > 1e-7 * largest { return nil }
    for (row, column) in pivots.enumerated() {
      solution[column] = system[row][count] / system[row][column]
    }
    return solution
  }
}
