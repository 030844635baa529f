import GPT2
import GPT2Kernels
import ModelFiles
import TestFiles
import TestSupport

/// The three-block model of the reference numbers.
enum TinyModel {
  static func model(_ folder: String = "tiny/hf", isCausal: Bool = true) throws -> GPT2Model {
    var configuration = try ModelConfigurationFile(
      path: Fixtures.path(folder + "/config.json")
    ).model
    configuration.isCausal = isCausal
    let tensors = ModelTensors(try TensorCollection(path: Fixtures.path(folder)))
    return try GPT2Model(configuration: configuration, parameter: tensors.parameter)
  }

  static func head(classes: Int) throws -> ClassificationHead {
    let file = try SafetensorsFile(path: Fixtures.path("tiny/reference/heads.safetensors"))
    let weight = try file.tensor("head\(classes).weight").floats()
    return ClassificationHead(
      weight: Parameter(
        name: "score.weight", shape: [classes, 48],
        value: Matrix(rows: classes, columns: 48, weight)),
      bias: Parameter(
        name: "score.bias", shape: [classes],
        value: Matrix(
          rows: 1, columns: classes, try file.tensor("head\(classes).bias").floats())))
  }

  static func reference(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(path: Fixtures.path("tiny/reference/\(name).safetensors"))
  }

  /// The six sequences, as they are or cut and padded to the fixed length.
  static func sequences(padded: Bool = false) throws -> [[Int32]] {
    let batch = try Fixtures.json("tiny/reference/batch.json")
    let sequences = batch["sequences"].array.map { $0.ints.map(Int32.init) }
    guard padded, let length = batch["fixed_length"].int, let pad = batch["pad_id"].int else {
      return sequences
    }
    return sequences.map {
      Array($0.prefix(length)) + Array(repeating: Int32(pad), count: max(0, length - $0.count))
    }
  }

  static func labels(_ name: String) throws -> [Int] {
    try Fixtures.json("tiny/reference/batch.json")[name].ints
  }
}
