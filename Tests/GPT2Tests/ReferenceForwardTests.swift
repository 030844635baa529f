import GPT2
import GPT2Kernels
import ModelFiles
import TestFiles
import TestSupport
import Testing

@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct ReferenceForwardTests {
  @Test(arguments: [
    "hf", "hf-hub", "hf-sharded", "hf-f16", "hf-bf16",
  ])
  func languageModelLogits(layout: String) throws {
    let type = layout == "hf-f16" ? "f16" : layout == "hf-bf16" ? "bf16" : "f32"
    let file = try TinyModel.reference("format_logits")
    let ids = try file.tensor("ids").withUnsafeBytes { Array($0.bindMemory(to: Int32.self)) }
    let language = LanguageModel(model: try TinyModel.model("tiny/" + layout))
    expectClose(
      language.read(ids), try Fixtures.doubles("lm_logits.\(type)", in: file), within: 1e-5)
  }

  @Test func languageModelReadsInPieces() throws {
    let file = try TinyModel.reference("format_logits")
    let ids = try file.tensor("ids").withUnsafeBytes { Array($0.bindMemory(to: Int32.self)) }
    let language = LanguageModel(model: try TinyModel.model())
    var found: [Float] = []
    for range in [0..<1, 1..<6, 6..<ids.count] {
      found += language.read(Array(ids[range])).elements
    }
    expectClose(
      found.map(Double.init), try Fixtures.doubles("lm_logits.f32", in: file), within: 1e-5)
  }

  @Test func oddConfigurations() throws {
    let file = try TinyModel.reference("odd_config_lm_logits")
    let ids = try Fixtures.doubles("ids", in: file).map { Int32($0) }
    let tensors = ModelTensors(try TensorCollection(path: Fixtures.path("tiny/hf")))
    for tensor in file.tensors where tensor.name != "ids" {
      let configuration = try ModelConfigurationFile(
        path: Fixtures.path("tiny/hf-odd-config/config.\(tensor.name).json")
      ).model
      let language = LanguageModel(
        model: try GPT2Model(configuration: configuration, parameter: tensors.parameter))
      expectClose(
        language.read(ids), try Fixtures.doubles(tensor.name, in: file), within: 1e-5,
        tensor.name)
    }
  }

  @Test(arguments: [
    (Pooling.last, "last_real", false), (.first, "first", false), (.mean, "mean_real", false),
    (.paddedLast, "fixed_last", true), (.first, "fixed_first", true),
    (.mean, "fixed_mean_all", true),
  ])
  func classifierLogits(pooling: Pooling, name: String, padded: Bool) throws {
    let file = try TinyModel.reference("classification")
    for (mask, isCausal) in [("causal", true), ("bidir", false)] {
      for classes in [2, 3] {
        var classifier = SequenceClassifier(
          model: try TinyModel.model(isCausal: isCausal),
          head: try TinyModel.head(classes: classes), pooling: pooling)
        let sequences = try TinyModel.sequences(padded: padded)
        let expected = try Fixtures.doubles("logits\(classes).\(mask).\(name)", in: file)
        expectClose(classifier.logits(of: sequences), expected, within: 1e-5)

        // The same from remembered features of every possible frozen part.
        for depth in [FrozenDepth.blocks(0), .blocks(1), .blocks(2), .pooled] {
          classifier.setTrainable(.head)
          let features = try #require(classifier.frozenFeatures(of: sequences, depth: depth))
          let logits = classifier.logits(from: features, at: Array(sequences.indices))
          expectClose(logits, expected, within: 1e-5, "\(depth)")
        }
      }
    }
  }

  @Test func huggingFaceClassifier() throws {
    let folder = "tiny/hf-seqcls"
    let tensors = ModelTensors(try TensorCollection(path: Fixtures.path(folder)))
    let head = ClassificationHead(
      weight: try tensors.parameter("score.weight", shape: [2, 48]), bias: nil)
    let classifier = SequenceClassifier(
      model: try TinyModel.model(folder), head: head, pooling: .last)
    let expected = try Fixtures.json("tiny/reference/seqcls.json")["logits"].array
    expectClose(
      classifier.logits(of: try TinyModel.sequences()), expected.flatMap(\.doubles), within: 1e-5)
  }
}
