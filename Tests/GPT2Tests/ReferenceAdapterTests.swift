import GPT2
import GPT2Kernels
import ModelFiles
import TestFiles
import TestSupport
import Testing

/// Adapters that PEFT wrote, against what PEFT and PyTorch compute with them in double precision.
@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct ReferenceAdapterTests {
  private static let names = [
    "c_attn-r4", "c_attn-c_proj-c_fc-r4", "rslora-r4", "last-layer-r4", "seqcls-r4",
  ]

  private static func plain(_ name: String) -> String {
    name.replacing("base_model.model.", with: "")
  }

  private static func folder(_ name: String) throws -> AdapterFolder {
    try AdapterFolder(path: Fixtures.path("tiny/lora/" + name))
  }

  /// The base with the adapter attached and a head with bias, as the reference numbers have it.
  private static func classifier(_ name: String) throws -> SequenceClassifier {
    let folder = try folder(name)
    var model = try TinyModel.model(name == "seqcls-r4" ? "tiny/hf-seqcls" : "tiny/hf")
    try folder.attach(to: &model)
    var head = try TinyModel.head(classes: 2)
    if var own = try folder.head(width: 48) {
      own.bias = Parameter(name: "score.bias", shape: [2], value: Matrix(count: 2))
      head = own
    }
    return SequenceClassifier(model: model, head: head, pooling: .last)
  }

  @Test(arguments: names)
  func logits(name: String) throws {
    let classifier = try Self.classifier(name)
    let expected = try Fixtures.doubles(
      "logits2.last_real", in: TinyModel.reference("lora_" + name))
    expectClose(
      classifier.logits(of: try TinyModel.sequences()), expected, within: 1e-5, name)
    let packed = classifier.packed(0..<3, as: .float32)
    expectClose(packed.logits(of: try TinyModel.sequences()), expected, within: 1e-5, name)
  }

  @Test(arguments: names)
  func mergedWeightsAndTheirLogits(name: String) throws {
    let classifier = try Self.classifier(name)
    var merged = classifier
    merged.model.mergeAdapters()
    #expect(!merged.parameters.contains { $0.name.contains("lora_") })
    let file = try TinyModel.reference("lora_" + name)
    for parameter in merged.parameters where file["merged." + parameter.name] != nil {
      let expected = try Fixtures.doubles("merged." + parameter.name, in: file)
      expectClose(parameter.value, expected, within: 1e-6, parameter.name)
    }
    let expected = try Fixtures.doubles("logits2.last_real", in: file)
    expectClose(merged.logits(of: try TinyModel.sequences()), expected, within: 1e-5, name)
    #expect(classifier.parameters.contains { $0.name.contains("lora_") }, "a copy was merged")
  }

  @Test(arguments: names)
  func everyGradient(name: String) throws {
    var classifier = try Self.classifier(name)
    classifier.trainAdapters(.all, head: true, finalNorm: false)
    let reference = try Fixtures.json("tiny/reference/lora.json")["cases"][name]
    let labels = try TinyModel.labels("labels2")
    let workspace = ClassifierWorkspace(for: classifier, keeping: .activations)
    let logits = classifier.forward(
      .tokens(TokenBatch(try TinyModel.sequences())), in: workspace)
    let dLogits = Matrix(rows: logits.rows, columns: logits.columns)
    let total = CrossEntropy().forward(
      logits, labels: labels, gradient: dLogits, divisor: Double(labels.count))
    #expect(abs(total.mean - (try #require(reference["loss"].double))) < 1e-5)
    classifier.backward(dLogits, in: workspace)

    let file = try TinyModel.reference("lora_" + name)
    let expectedCount = file.tensors.count { $0.name.hasPrefix("grad.") }
    #expect(classifier.trainableParameters.count == expectedCount)
    for parameter in classifier.trainableParameters {
      let expected = try Fixtures.doubles(
        "grad." + Self.plain(parameter.name), in: file)
      expectClose(try #require(parameter.gradient), expected, within: 1e-4, parameter.name)
    }
  }
}
