import ClassifierModels
import Foundation
import GPT2
import GPT2Kernels
import TestModels
import TestSupport
import Testing

@Suite struct ModelFolderTests {
  private let models: TinyModels
  private let files = FileManager.default
  private let messages: [[Int32]] = [[30, 40, 50], [60], [70, 80]]

  init() throws {
    models = try TinyModels()
  }

  private func logits(_ path: String, base: String? = nil) throws -> Matrix {
    try ModelFolder(path: path, base: base).classifier().logits(of: messages)
  }

  @Test func aSavedClassifierAnswersAsBefore() throws {
    var saved: Matrix?
    let path = try models.saveClassifier("spam") { saved = $0.logits(of: messages) }
    #expect(try logits(path).bits == saved?.bits)
    let folder = try ModelFolder(path: path)
    #expect(folder.classNames == ["ham", "spam"] && folder.hasHead)
    // Trained tensors only; the rest stays in the base.
    #expect(!folder.collection.tensors.contains { $0.name.contains("h.0.") })
  }

  @Test func theBaseIsFoundWhenBothAreMoved() throws {
    let path = try models.saveClassifier("there/spam")
    let before = try logits(path)
    for name in ["base", "there"] {
      try files.createDirectory(
        atPath: models.file("moved"), withIntermediateDirectories: true)
      try files.moveItem(atPath: models.file(name), toPath: models.file("moved/" + name))
    }
    #expect(try logits(models.file("moved/there/spam")).bits == before.bits)
  }

  @Test func aMissingBaseIsNamedAndCanBeSaid() throws {
    let path = try models.saveClassifier("spam")
    let before = try logits(path)
    try files.moveItem(atPath: models.base, toPath: models.file("elsewhere"))
    #expect(throws: ModelFolderError.missingBase(models.base, model: path)) {
      try ModelFolder(path: path)
    }
    #expect(try logits(path, base: models.file("elsewhere")).bits == before.bits)
  }

  @Test func anotherBaseIsRefused() throws {
    let path = try models.saveClassifier("spam")
    try models.makeBase("other", seed: 2)
    #expect(throws: ModelFolderError.otherBase(models.file("other"), model: path)) {
      try ModelFolder(path: path, base: models.file("other"))
    }
    // A copy is the same base, whatever its time stamp says.
    try files.copyItem(atPath: models.base, toPath: models.file("copy"))
    #expect(try ModelFolder(path: path, base: models.file("copy")).base != nil)
  }

  @Test func aDamagedReferenceIsNamed() throws {
    let path = try models.saveClassifier("spam")
    try models.folder.file("spam/base.json", "{}")
    #expect(throws: ModelFolderError.unreadableReference(path + "/base.json")) {
      try ModelFolder(path: path)
    }
  }

  @Test func aTokenizerWithMoreTokensThanTheModelIsRefused() throws {
    #expect(
      throws: ModelFolderError.otherTokenizer(
        folder: models.file("tokenizer"), tokens: 285, vocabulary: 280)
    ) { try models.makeBase("small", ["vocab_size": 280]) }
    #expect(!files.fileExists(atPath: models.file("small")))
  }

  @Test func nothingIsWrittenOverFiles() throws {
    try models.folder.file("used.txt", "something")
    #expect(throws: ModelFolderError.outputExists(models.file("used.txt"))) {
      try ModelWriter.requireFree(models.file("used.txt"))
    }
    #expect(throws: ModelFolderError.outputExists(models.base)) {
      try ModelWriter.requireFree(models.base)
    }
    try ModelWriter.requireFree(models.file("new"))
    try files.createDirectory(atPath: models.file("empty"), withIntermediateDirectories: false)
    try ModelWriter.requireFree(models.file("empty"))
    try models.folder.file("empty/lock", "")
    try ModelWriter.requireFree(models.file("empty"), except: ["lock"])
    #expect(throws: ModelFolderError.self) { try ModelWriter.requireFree(models.file("empty")) }
  }

  @Test func adaptersAreFoundBesideTheirBase() throws {
    let base = try ModelFolder(path: models.base)
    var classifier = SequenceClassifier(
      model: try base.model(),
      head: ClassificationHead(
        classCount: 2, width: 16, hasBias: false, initialization: .normal, deviation: 0.5, seed: 3),
      pooling: .last)
    classifier.addAdapters(AdapterSettings(), to: .lastBlocks(1), seed: 4)
    classifier.forEachParameter { parameter in
      guard parameter.isTrainable else { return }
      parameter.value.copy(from: .random(parameter.value.rows, parameter.value.columns, seed: 6))
    }
    let configuration = ModelConfigurationFile(
      model: base.configuration.model, labels: ["a", "b"],
      classifier: ClassifierSettings(pooling: .last))
    _ = try ModelWriter.save(
      adaptersOf: classifier, AdapterSettings(), configuration: configuration,
      tokenizer: base.tokenizer, base: BaseReference(base.collection, folder: models.base),
      to: models.file("adapter"))
    let folder = try ModelFolder(path: models.file("adapter"))
    #expect(folder.adapter != nil && folder.classNames == ["a", "b"])
    #expect(
      try folder.classifier().logits(of: messages).bits == classifier.logits(of: messages).bits)
    #expect(throws: ModelFolderError.adapterAsBase(folder.path)) {
      try BaseQuantization.write(
        base: folder.path, format: .int8, doubleQuantises: false, output: models.file("codes"))
    }
  }

  @Test func quantisedWeightsComeBackAsCodes() throws {
    let result = try BaseQuantization.write(
      base: models.base, format: .nf4, doubleQuantises: true, output: models.file("nf4"))
    // Of weights as small as these the scales are a good part.
    #expect(result.bytesAfter < result.bytesBefore / 2)
    let folder = try ModelFolder(path: models.file("nf4"))
    #expect(try folder.storedQuantisation() == .nf4)
    let stored = try folder.model()
    let fresh = try ModelFolder(path: models.base).model(quantisedAs: .nf4)
    for (one, other) in zip(stored.blocks, fresh.blocks) {
      #expect(one.isQuantised && other.isQuantised)
      #expect(one.merged.parameters.map(\.value.bits) == other.merged.parameters.map(\.value.bits))
    }
    #expect(throws: ModelFolderError.alreadyQuantised(folder.path)) {
      try BaseQuantization.write(
        base: folder.path, format: .int8, doubleQuantises: false, output: models.file("again"))
    }
  }
}
