import Foundation
import GPT2
import GPT2Kernels

/// Writes a base whose blocks' weights are kept in 8 or 4 bits, in the layout of bitsandbytes. Embeddings, norms,
/// biases and a head stay as they are.
public enum BaseQuantization {
  public struct Result: Sendable, Encodable {
    /// Of the quantised weights: in float32, and as codes with their scales.
    public let bytesBefore: Int
    public let bytesAfter: Int
  }

  /// - Parameters:
  ///   - base: A model's folder; one that holds all of its weights.
  ///   - doubleQuantises: Whether the scales of NF4 are quantised in their turn.
  ///   - output: A folder that does not exist or is empty.
  /// - Throws: `ModelFolderError.adapterAsBase`, `.partialBase`, `.alreadyQuantised`, `.notQuantisable`,
  ///   `.outputExists`; what opening a model throws.
  @discardableResult
  public static func write(
    base: String, format: QuantisationFormat, doubleQuantises: Bool, output: String
  ) throws -> Result {
    try ModelWriter.requireFree(output)
    let folder = try ModelFolder(path: base)
    guard folder.adapter == nil else { throw ModelFolderError.adapterAsBase(base) }
    guard folder.base == nil else { throw ModelFolderError.partialBase(base) }
    guard try folder.storedQuantisation() == nil else {
      throw ModelFolderError.alreadyQuantised(base)
    }
    let isClassifier = folder.tensors.contains(ClassificationHead.weightName)
    let model = try folder.model(quantisedAs: nil)
    let parameters = try isClassifier ? folder.classifier(with: model).parameters : model.parameters
    var codes: [String: QuantisedWeights] = [:]
    for block in model.blocks {
      for target in AdapterTarget.allCases {
        let weight = block[keyPath: target.map].weight
        do {
          codes[weight.name] = try QuantisedWeights(
            weight.value, format: format, doubleQuantising: doubleQuantises)
        } catch {
          throw ModelFolderError.notQuantisable("\(base), '\(weight.name)'", reason: "\(error)")
        }
        folder.releaseMappedMemory()
      }
    }
    // Answers change a little; the temperature and thresholds are still the best that are known.
    if isClassifier { try folder.decision()?.write(to: output) }
    try ModelWriter.save(
      parameters, codes: codes,
      quantisation: BitsAndBytesConfiguration(format, doubleQuantises: doubleQuantises),
      configuration: folder.configuration,
      architecture: isClassifier ? "GPT2ForSequenceClassification" : "GPT2LMHeadModel",
      tokenizer: folder.tokenizer, to: output)
    let recommendation = "/" + BaseFiles.recommendation
    if FileManager.default.fileExists(atPath: base + recommendation) {
      try FileManager.default.copyItem(
        atPath: base + recommendation, toPath: output + recommendation)
    }
    return Result(
      bytesBefore: codes.values.reduce(0) { $0 + 4 * $1.inputs * $1.outputs },
      bytesAfter: codes.values.reduce(0) { $0 + $1.byteCount })
  }
}
