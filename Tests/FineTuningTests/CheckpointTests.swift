import Files
import FineTuning
import Foundation
import GPT2
import ModelFiles
import TestFiles
import Testing

@Suite struct CheckpointTests {
  private let folder: TemporaryFolder
  private let checkpoints: CheckpointFolder

  init() throws {
    folder = try TemporaryFolder()
    checkpoints = CheckpointFolder(path: folder.file("checkpoints"))
  }

  /// The bytes of a checkpoint after the first step.
  private func checkpoint() throws -> Data {
    let trainer = try SmallTraining.trainer(SmallTraining.settings(trainable: .lastBlocks(1)))
    try SmallTraining.run(trainer, until: 1, checkpoints: checkpoints)
    return try Data(contentsOf: URL(fileURLWithPath: checkpoints.path(ofStep: 1)))
  }

  private func expectRefused(_ contents: Data, _ what: String) throws {
    try contents.write(to: URL(fileURLWithPath: checkpoints.path(ofStep: 1)))
    let error = #expect(throws: TrainingError.self, "\(what)") { try checkpoints.newest() }
    guard case .unreadableCheckpoint(let file, _) = error else {
      Issue.record("\(what): \(String(describing: error))")
      return
    }
    #expect(file == checkpoints.path(ofStep: 1))
    #expect(error?.description.hasPrefix(file) == true)
  }

  @Test func theTwoNewestAreKept() throws {
    var settings = SmallTraining.settings()
    settings.saveEvery = 1
    let trainer = try SmallTraining.trainer(settings)
    var saved: [Int] = []
    _ = try trainer.run(checkpoints: checkpoints) { event in
      if case .checkpoint(.saved(let step, let path, _, _)) = event {
        saved.append(step)
        #expect(path == checkpoints.path(ofStep: step))
        #expect(checkpoints.all().count == min(2, saved.count))
      }
      return true
    }
    #expect(saved == Array(1...9))
    #expect(checkpoints.all() == [8, 9].map(checkpoints.path(ofStep:)))
  }

  @Test func theReportedDigestIsThatOfTheFile() throws {
    var reported: [(path: String, sha256: String, byteCount: Int)] = []
    let trainer = try SmallTraining.trainer(SmallTraining.settings())
    _ = try trainer.run(checkpoints: checkpoints) { event in
      if case .checkpoint(.saved(_, let path, let sha256, let byteCount)) = event {
        reported.append((path, sha256, byteCount))
      }
      return true
    }
    let last = try #require(reported.last)
    let digest = try FileDigest.of(path: last.path)
    #expect(digest.sha256 == last.sha256 && digest.byteCount == last.byteCount)
  }

  @Test func withoutCheckpointsThereIsNoNewest() throws {
    #expect(try checkpoints.newest() == nil)
    try FileManager.default.createDirectory(
      atPath: checkpoints.path, withIntermediateDirectories: true)
    try folder.file("checkpoints/notes.txt", "notes")
    #expect(try checkpoints.newest() == nil)
  }

  @Test func aFlippedBitAmongTheTensorsIsNoticed() throws {
    let whole = try checkpoint()
    let header = 8 + Int(whole[0]) + Int(whole[1]) << 8
    for offset in stride(from: header, to: whole.count, by: 503) {
      var damaged = whole
      damaged[offset] ^= 1 << (offset % 8)
      try expectRefused(damaged, "byte \(offset)")
    }
  }

  @Test(arguments: ["\\\"step\\\":1", "\\\"totalSteps\\\":9", "lossSum\\\":"])
  func aChangedNumberAmongTheProgressIsNoticed(field: String) throws {
    let whole = try checkpoint()
    let range = try #require(whole.range(of: Data(field.utf8)))
    var damaged = whole
    // The last character of the field, or the digit after it, becomes another digit.
    let offset = field.hasSuffix(":") ? range.upperBound : range.upperBound - 1
    damaged[offset] = damaged[offset] == UInt8(ascii: "8") ? UInt8(ascii: "7") : UInt8(ascii: "8")
    try expectRefused(damaged, field)
  }

  @Test func aChangedDigestIsNoticed() throws {
    let whole = try checkpoint()
    let key = "\"sha256\":\""
    let range = try #require(whole.range(of: Data(key.utf8)))
    var damaged = whole
    let digit = damaged[range.upperBound]
    damaged[range.upperBound] = digit == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
    try expectRefused(damaged, "digest")
  }

  @Test func aRenamedTensorIsNoticed() throws {
    let whole = try checkpoint()
    let range = try #require(whole.range(of: Data("score.weight".utf8)))
    var damaged = whole
    damaged[range.lowerBound] = UInt8(ascii: "S")
    try expectRefused(damaged, "name")
  }

  @Test func aFileCutShortIsNoticed() throws {
    let whole = try checkpoint()
    for count in [0, 7, 8, 100, 1000, whole.count / 2, whole.count - 1] {
      try expectRefused(whole.prefix(count), "\(count) bytes")
    }
    try expectRefused(whole + Data([0]), "one byte more")
  }

  @Test func aFileWithoutProgressIsNoCheckpoint() throws {
    _ = try checkpoint()
    try SafetensorsWriter.write(
      [TensorToWrite(name: "score.weight", shape: [1], values: [1])],
      to: checkpoints.path(ofStep: 1))
    let error = TrainingError.unreadableCheckpoint(
      file: checkpoints.path(ofStep: 1), reason: "it holds no training state")
    #expect(throws: error) { try checkpoints.newest() }
  }

  @Test func aRunOfOtherLengthIsRefused() throws {
    _ = try checkpoint()
    var settings = SmallTraining.settings(trainable: .lastBlocks(1))
    settings.epochs = 4
    try expectForeign(try SmallTraining.trainer(settings))
  }

  @Test(arguments: [TrainablePart.all, .lastBlocks(2), .head])
  func aRunThatTrainsAnotherPartIsRefused(part: TrainablePart) throws {
    _ = try checkpoint()
    try expectForeign(try SmallTraining.trainer(SmallTraining.settings(trainable: part)))
  }

  @Test func aRunWithAnotherOptimiserIsRefused() throws {
    _ = try checkpoint()
    var settings = SmallTraining.settings(trainable: .lastBlocks(1))
    settings.optimizer.method = .sgd
    try expectForeign(try SmallTraining.trainer(settings))
  }

  @Test func aRunOfAnotherModelIsRefused() throws {
    _ = try checkpoint()
    let wider = SmallTraining.classifier(trainable: .lastBlocks(1), width: 20)
    try expectForeign(
      try SmallTraining.trainer(
        SmallTraining.settings(trainable: .lastBlocks(1)), classifier: wider))
  }

  private func expectForeign(_ trainer: Trainer) throws {
    let file = try #require(try checkpoints.newest())
    let error = #expect(throws: TrainingError.self) { try trainer.restore(from: file) }
    guard case .foreignCheckpoint(let path, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(path == checkpoints.path(ofStep: 1))
  }
}
