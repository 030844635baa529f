import ClassifierModels
import Foundation
import GPT2
import GPT2Kernels
import TestModels
import TestSupport
import Testing

/// What can be done with a base alone.
@Suite struct BaseModelTests {
  private let models: TinyModels

  init() throws {
    models = try TinyModels()
  }

  @Test func theSameSeedGivesTheSameWeights() throws {
    try models.makeBase("same", seed: 1)
    try models.makeBase("other", seed: 2)
    func bits(_ name: String) throws -> [[UInt32]] {
      try ModelFolder(path: models.file(name)).model().parameters.map(\.value.bits)
    }
    #expect(try bits("same") == bits("base"))
    #expect(try bits("other") != bits("base"))
  }

  @Test func itsFilesAreToldApartByDigest() throws {
    let before = try BaseFiles.digest(ofBase: models.base)
    try models.makeBase("other", seed: 2)
    #expect(try BaseFiles.digest(ofBase: models.file("other")) == before)
    try models.makeBase("wide", ["n_embd": 32])
    #expect(try BaseFiles.digest(ofBase: models.file("wide")) != before)
  }

  @Test func aTextIsContinuedTheSameForTheSameSeed() throws {
    func text(seed: UInt64, temperature: Double = 1) throws -> String {
      var generator = try TextGenerator(directory: models.base)
      var text = ""
      try generator.generate(
        from: "qlunch", count: 20, sampling: Sampling(temperature: temperature), seed: seed
      ) { text += $0 }
      return text
    }
    #expect(try text(seed: 1) == text(seed: 1))
    #expect(try text(seed: 1) != text(seed: 2))
    // Without chance the seed does not matter.
    #expect(try text(seed: 1, temperature: 0) == text(seed: 2, temperature: 0))
  }

  @Test func generationNeedsRoomAndALanguageModel() throws {
    var generator = try TextGenerator(directory: models.base)
    #expect(throws: ClassifierError.promptTooLong(tokens: 64, limit: 63)) {
      try generator.generate(
        from: String(repeating: "q", count: 64), count: 1, sampling: Sampling(), seed: 1
      ) { _ in }
    }
    let classifier = try models.saveClassifier("spam")
    #expect(throws: ModelError.notGenerative(file: classifier)) {
      try TextGenerator(directory: classifier)
    }
  }

  @Test func anInspectionCountsWeights() throws {
    let base = try ModelInspection(path: models.base)
    let sizes = try ModelFolder(path: models.base).configuration.model
    #expect(base.totalParameters == sizes.parameterCount)
    #expect(base.storedParameters == sizes.parameterCount)
    // The last block, the final norm, and a head with bias for two classes.
    let block = 12 * 16 * 16 + 13 * 16
    #expect(base.trainableParameters == block + 2 * 16 + 2 * 16 + 2)
    let saved = try ModelInspection(path: models.saveClassifier("spam"))
    #expect(saved.totalParameters == sizes.parameterCount + 2 * 16 + 2)
    #expect(saved.storedParameters == block + 2 * 16 + 2 * 16 + 2)
    #expect(saved.base == models.base)
    #expect(saved.configuration?.labels == ["ham", "spam"])
    let file = try ModelInspection(path: models.base + "/model.safetensors")
    #expect(file.totalParameters == nil && file.tensors.count == base.tensors.count)
    #expect(file.digests == base.digests)
  }

  @Test func aVocabularyIsLearnedFromTexts() throws {
    let file = try models.folder.file("texts.txt", "qlunch qlunch qlunch\nqnoon qnoon\n")
    let count = try TokenizerTraining.write(
      texts: [file], layout: .lines, vocabularySize: 262, minimumFrequency: 2, maximumLength: 64,
      output: models.file("learned"))
    #expect(count == 262)
    #expect(throws: ModelFolderError.outputExists(models.file("learned"))) {
      try TokenizerTraining.write(
        texts: [file], layout: .lines, vocabularySize: 262, minimumFrequency: 2,
        maximumLength: 64, output: models.file("learned"))
    }
  }

  @Test func aDifferenceThatIsNoNumberIsLarge() {
    let check = PrecisionCheck(
      .bfloat16, probabilities: [[0.5, 0.5], [.nan, .nan]], exact: [[0.5, 0.5], [0.5, 0.5]])
    #expect(check.maximumDifference == 1 && !check.isWithinLimit)
    let close = PrecisionCheck(
      .bfloat16, probabilities: [[0.502, 0.498]], exact: [[0.5, 0.5]])
    #expect(close.isWithinLimit && abs(close.maximumDifference - 0.002) < 1e-12)
    #expect(close.sentence.contains("1 held-out messages"))
  }
}
