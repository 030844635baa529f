import Foundation
import GPT2
import GPT2Kernels
import ModelFiles
import TestFiles
import Testing

@Suite struct ModelTensorsTests {
  private let folder: TemporaryFolder
  private let configuration = SmallClassifier.configuration(blocks: 1)

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Numbers that every floating-point type of a checkpoint holds exactly.
  private static func values(_ count: Int, seed: Int) -> [Float] {
    (0..<count).map { Float(($0 * 7 + seed) % 33 - 16) / 8 }
  }

  /// Writes the model's tensors and a head's under changed names.
  ///
  /// - Parameter rename: Nil leaves a tensor out.
  private func write(
    type: ElementType = .float32, and others: [TensorToWrite] = [], to name: String = "model",
    rename: (String) -> String? = { $0 }
  ) throws -> ModelTensors {
    var tensors = others
    let parameters = SmallClassifier.classifier(configuration, hasBias: false).parameters
    for (seed, parameter) in parameters.enumerated() {
      guard let name = rename(parameter.name) else { continue }
      tensors.append(
        TensorToWrite(
          name: name, shape: parameter.shape, type: type,
          values: Self.values(parameter.value.count, seed: seed)))
    }
    let path = folder.file(name + ".safetensors")
    try SafetensorsWriter.write(tensors, to: path)
    return ModelTensors(try TensorCollection(path: path))
  }

  private func expectWhole(_ tensors: ModelTensors) throws {
    let model = try GPT2Model(configuration: configuration, parameter: tensors.parameter)
    let head = try tensors.parameter("score.weight", shape: [2, 8])
    for (seed, parameter) in (model.parameters + [head]).enumerated() {
      #expect(
        parameter.value.elements == Self.values(parameter.value.count, seed: seed),
        "\(parameter.name)")
    }
  }

  @Test func quantisedWeightsAreFoundUnderTheSameNames() throws {
    let name = "h.0.attn.c_attn.weight"
    let whole = Matrix(rows: 8, columns: 24, Self.values(8 * 24, seed: 1))
    for format in QuantisationFormat.allCases {
      let weights = try QuantisedWeights(whole, format: format)
      let tensors = try write(and: weights.tensorsToWrite(named: name)) {
        $0 == "transformer." + name ? nil : $0
      }
      #expect(tensors.isQuantised("transformer." + name))
      #expect(!tensors.isQuantised("transformer.h.0.mlp.c_fc.weight"))
      let read = try tensors.quantisedWeights("transformer." + name, inputs: 8, outputs: 24)
      #expect(read.codes == weights.codes)
      #expect(throws: ModelFileError.self) {
        try tensors.quantisedWeights("transformer." + name, inputs: 24, outputs: 8)
      }
      #expect(throws: ModelFileError.self) {
        try tensors.quantisedWeights("transformer.other.weight", inputs: 8, outputs: 24)
      }
    }
  }

  @Test(arguments: [
    "transformer.", "", "module.", "model.", "module.transformer.", "model.transformer.",
    "module.model.transformer.",
  ])
  func namesAreKnownWithEveryPrefix(prefix: String) throws {
    let outer = prefix.hasSuffix("transformer.") ? String(prefix.dropLast(12)) : prefix
    let tensors = try write { name in
      name.hasPrefix("score.") ? outer + name : prefix + name.dropFirst("transformer.".count)
    }
    try expectWhole(tensors)
  }

  @Test(arguments: [ElementType.float16, .bfloat16, .float64])
  func otherFloatingPointTypesAreConverted(type: ElementType) throws {
    try expectWhole(try write(type: type))
  }

  @Test func masksAndTheLanguageModelHeadAreNoWeights() throws {
    let tensors = try write(and: [
      TensorToWrite(name: "h.0.attn.bias", shape: [1, 1, 2, 2], values: [1, 0, 1, 1]),
      TensorToWrite(name: "h.0.attn.masked_bias", shape: [], values: [-10000]),
      TensorToWrite(
        name: "lm_head.weight", shape: [20, 8], values: [Float](repeating: 9, count: 160)),
    ])
    #expect(!tensors.contains("transformer.h.0.attn.bias"))
    #expect(!tensors.contains("transformer.h.0.attn.masked_bias"))
    #expect(!tensors.contains("transformer.lm_head.weight"))
    try expectWhole(tensors)
  }

  @Test func aMissingTensorIsNamed() throws {
    let tensors = try write { $0 == "transformer.h.0.mlp.c_fc.bias" ? nil : $0 }
    let error = ModelError.missingTensor(
      "transformer.h.0.mlp.c_fc.bias", file: folder.file("model.safetensors"))
    #expect(throws: error) {
      try GPT2Model(configuration: configuration, parameter: tensors.parameter)
    }
    #expect(error.description.hasPrefix(folder.path))
  }

  @Test func aTransposedTensorIsRefused() throws {
    let tensors = try write()
    let error = ModelError.shapeMismatch(
      "transformer.h.0.attn.c_attn.weight", expected: [24, 8], found: [8, 24],
      file: folder.file("model.safetensors"))
    #expect(throws: error) {
      try tensors.parameter("transformer.h.0.attn.c_attn.weight", shape: [24, 8])
    }
    #expect(tensors.shape(of: "transformer.h.0.attn.c_attn.weight") == [8, 24])
    #expect(tensors.shape(of: "transformer.h.9.attn.c_attn.weight") == nil)
  }

  @Test func integersAreNoWeights() throws {
    let tensors = try write(and: [
      TensorToWrite(name: "ln_f.bias", shape: [8], type: .int32) { consume in
        try [Int32](repeating: 1, count: 8).withUnsafeBytes(consume)
      }
    ]) { $0 == "transformer.ln_f.bias" ? nil : $0 }
    #expect(throws: ModelFileError.self) {
      try tensors.parameter("transformer.ln_f.bias", shape: [8])
    }
  }

  @Test func whatACheckpointLacksComesFromItsBase() throws {
    let base = try write(to: "base") { $0.hasPrefix("score.") ? nil : $0 }
    let path = folder.file("part.safetensors")
    try SafetensorsWriter.write(
      [
        TensorToWrite(name: "transformer.ln_f.bias", shape: [8], values: Self.values(8, seed: 50)),
        TensorToWrite(name: "score.weight", shape: [2, 8], values: Self.values(16, seed: 51)),
      ], to: path)
    let tensors = ModelTensors(try TensorCollection(path: path), fallback: base)
    let bias = try tensors.parameter("transformer.ln_f.bias", shape: [8])
    #expect(bias.value.elements == Self.values(8, seed: 50))
    #expect(try tensors.parameter("score.weight", shape: [2, 8]).value.rows == 2)
    let tokens = try tensors.parameter("transformer.wte.weight", shape: [20, 8])
    #expect(tokens.value.elements == Self.values(160, seed: 0))
  }

  @Test func weightsStayInTheMappedFileUntilTheyTrain() throws {
    let tensors = try write()
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("model.safetensors")))
    var parameter = try tensors.parameter("transformer.wte.weight", shape: [20, 8])
    #expect(!parameter.value.isWritable && !parameter.isTrainable)
    parameter.setTrainable(true)
    #expect(parameter.value.isWritable && parameter.gradient?.count == 160)
    #expect(parameter.value.elements == Self.values(160, seed: 0))
    parameter.value.fill(with: 7)
    let after = try Data(contentsOf: URL(fileURLWithPath: folder.file("model.safetensors")))
    #expect(after == before)
    parameter.setTrainable(false)
    #expect(parameter.gradient == nil && parameter.value.elements.allSatisfy { $0 == 7 })
  }
}
