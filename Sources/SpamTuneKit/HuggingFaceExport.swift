import GPT2
import GPT2Kernels

/// Makes a folder that `transformers` reads as a GPT2ForSequenceClassification with the same logits.
public enum HuggingFaceExport {
  /// - Parameters:
  ///   - model: A trained model's folder.
  ///   - base: Where its base is, when it was moved.
  ///   - output: A folder that does not exist or is empty.
  /// - Throws: `KitError.dependentHead` when the bias cannot be folded, `.poolingNotExportable`,
  ///   `.maskNotExportable`, `.outputExists`.
  public static func write(model: String, base: String? = nil, output: String) throws {
    try ModelWriter.requireFree(output)
    let folder = try ModelFolder(path: model, base: base)
    var classifier = try folder.classifier()
    classifier.model.mergeAdapters()
    guard classifier.pooling == .last else {
      throw KitError.poolingNotExportable(classifier.pooling.rawValue, model: model)
    }
    guard folder.configuration.model.isCausal else {
      throw KitError.maskNotExportable(model: model)
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
    configuration.labels =
      configuration.labels ?? (0..<classifier.head.classCount).map { "LABEL_\($0)" }
    try ModelWriter.save(
      classifier, configuration: configuration, tokenizer: folder.tokenizer, base: nil, to: output)
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
    guard let solution = solve(&system) else { throw KitError.dependentHead(folder) }
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
