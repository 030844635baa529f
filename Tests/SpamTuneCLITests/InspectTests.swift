import Foundation
import Testing

@Suite struct InspectTests {
  /// Embeddings of 300 tokens and 64 positions, two blocks, the final norm; C = 16.
  static let baseParameters = (300 + 64) * 16 + 2 * blockParameters + 2 * 16
  static let blockParameters = 12 * 16 * 16 + 13 * 16

  @Test func aBaseIsCountedWhole() throws {
    let bench = try Workbench()
    let inspection = try bench.run("inspect", bench.base, "--format", "json")
      .decoded(as: Inspection.self)
    #expect(inspection.configuration?.blocks == 2)
    #expect(inspection.configuration?.width == 16)
    #expect(inspection.configuration?.labels == nil)
    #expect(inspection.tensors.count == 28)
    #expect(inspection.storedParameters == Self.baseParameters)
    #expect(inspection.totalParameters == Self.baseParameters)
    #expect(inspection.trainableParameters == Self.blockParameters + 2 * 16 + 2 * 16 + 2)
    #expect(inspection.digests["model.safetensors"]?.count == 64)
    #expect(inspection.base == nil)
  }

  @Test func aTrainedModelNamesItsBaseAndClasses() throws {
    let bench = try Workbench()
    try bench.train("run", "--pooling", "mean")
    let inspection = try bench.run("inspect", bench.path("run"), "--format", "json")
      .decoded(as: Inspection.self)
    #expect(inspection.base == bench.base)
    #expect(inspection.configuration?.labels == ["ham", "spam"])
    #expect(inspection.configuration?.pooling == "mean")
    #expect(inspection.storedParameters == Self.blockParameters + 2 * 16 + 2 * 16 + 2)
    #expect(inspection.totalParameters == Self.baseParameters + 2 * 16 + 2)
  }

  @Test func aLoneFileIsListed() throws {
    let bench = try Workbench()
    let inspection = try bench.run(
      "inspect", bench.path("base/model.safetensors"), "--format", "json"
    )
    .decoded(as: Inspection.self)
    #expect(inspection.configuration == nil)
    #expect(inspection.totalParameters == nil)
    #expect(inspection.tensors.count == 28)
  }

  @Test func plainOutputNamesTensorsAndCounts() throws {
    let bench = try Workbench()
    try bench.train()
    let outcome = try bench.run("inspect", bench.path("run"))
    #expect(outcome.exitCode == 0)
    for part in [
      "2 blocks, 2 heads, width 16, context 64, vocabulary 300", " ham, spam",
      "score.weight", "2 × 16", "F32", " \(bench.base)",
      "parameters in all ", " 12,450", "SHA-256 of model.safetensors ",
    ] {
      #expect(outcome.output.contains(part), "\(part)")
    }
  }

  @Test func aCheckpointOfARunIsAFileLikeAnyOther() throws {
    let bench = try Workbench()
    try bench.train()
    let outcome = try bench.run("inspect", bench.path("run/checkpoints/step-00000012.safetensors"))
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("optimizer.first."))
  }
}
