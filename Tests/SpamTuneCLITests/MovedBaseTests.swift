import Foundation
import Testing

@Suite struct MovedBaseTests {
  private func classify(_ bench: Workbench, _ model: String, _ more: String...) throws -> Outcome {
    try bench.run(["classify", "--model", bench.path(model), "--format", "json", "qlunch"] + more)
  }

  @Test func aBaseThatMovedIsFoundWhereTheUserSays() throws {
    let bench = try Workbench()
    try bench.train()
    let before = try classify(bench, "run")
    try FileManager.default.moveItem(atPath: bench.base, toPath: bench.path("elsewhere"))
    let refused = try classify(bench, "run")
    #expect(refused.exitCode == 65)
    #expect(refused.errorLines.count == 1)
    #expect(refused.errors.contains("its base model is no longer at \(bench.base)"))
    #expect(refused.errors.contains("--base"))
    let found = try classify(bench, "run", "--base", bench.path("elsewhere"))
    #expect(found.exitCode == 0, "\(found.errors)")
    #expect(found.output == before.output)
  }

  @Test func aChangedBaseIsRefused() throws {
    let bench = try Workbench()
    try bench.train()
    try FileManager.default.removeItem(atPath: bench.base)
    try bench.makeBase(at: "base", seed: 2)
    let outcome = try classify(bench, "run")
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("not the base that"))
  }

  @Test func anotherBaseIsRefused() throws {
    let bench = try Workbench()
    try bench.train()
    try bench.makeBase(at: "other", seed: 2)
    #expect(try classify(bench, "run", "--base", bench.path("other")).exitCode == 65)
  }

  @Test func modelAndBaseMovedTogetherFindEachOther() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(
      atPath: bench.path("project"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: bench.base, toPath: bench.path("project/base"))
    let trained = try bench.run(
      bench.training("project/run", ["--base", bench.path("project/base")]).map {
        $0 == "project/run" ? "run" : $0
      })
    try #require(trained.exitCode == 0, "\(trained.errors)")
    let before = try classify(bench, "project/run")
    try FileManager.default.moveItem(
      atPath: bench.path("project"), toPath: bench.path("moved"))
    let after = try classify(bench, "moved/run")
    #expect(after.exitCode == 0, "\(after.errors)")
    #expect(after.output == before.output)
  }

  /// Something else now lies where the base was; the copy beside the model is the right one.
  @Test func aCopyOfModelAndBaseUsesItsOwnBase() throws {
    let bench = try Workbench()
    try bench.train()
    let before = try classify(bench, "run")
    try FileManager.default.createDirectory(
      atPath: bench.path("copy"), withIntermediateDirectories: true)
    for name in ["run", "base"] {
      try FileManager.default.copyItem(
        atPath: bench.path(name), toPath: bench.path("copy/" + name))
    }
    try FileManager.default.removeItem(atPath: bench.base)
    try bench.makeBase(at: "base", seed: 2)
    let after = try classify(bench, "copy/run")
    #expect(after.exitCode == 0, "\(after.errors)")
    #expect(after.output == before.output)
  }

  @Test func aModelTrainedWholeNeedsNoBase() throws {
    let bench = try Workbench()
    try bench.train("run", "--trainable", "all")
    try FileManager.default.removeItem(atPath: bench.base)
    #expect(try classify(bench, "run").exitCode == 0)
  }
}
