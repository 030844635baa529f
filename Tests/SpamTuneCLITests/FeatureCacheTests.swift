import Foundation
import Testing

/// What the frozen part has answered is kept from run to run.
@Suite struct FeatureCacheTests {
  private static let remark = "taken from the cache"

  @Test func aSecondRunTakesTheAnswersAndGivesTheSameBits() throws {
    let bench = try Workbench()
    #expect(!(try bench.train("one").errors.contains(Self.remark)))
    let files = try cached(bench)
    #expect(files.count == 1)
    #expect(try bench.train("two").errors.contains(Self.remark))
    try bench.train("three", "--no-cache")
    #expect(try bench.weights("one") == bench.weights("two"))
    #expect(try bench.weights("one") == bench.weights("three"))
    #expect(try cached(bench) == files)
  }

  @Test func nothingIsKeptWhereNothingIsWanted() throws {
    let bench = try Workbench()
    try bench.train("one", "--no-cache")
    try bench.train("two", "--trainable", "all")
    _ = try bench.run("train", "--resume", bench.path("one"))
    #expect(!bench.exists("home/cache"), "a resumed run keeps to what it was told")
  }

  @Test func whatDependsOnTheAnswersIsNotConfused() throws {
    let bench = try Workbench()
    try bench.makeBase(at: "other", seed: 2)
    try bench.train("one")
    for (name, more) in [
      ("another", ["--base", bench.path("other")]), ("depth", ["--trainable", "last-2"]),
      ("mask", ["--no-causal-mask"]), ("head", ["--trainable", "head"]),
      ("mean", ["--trainable", "head", "--pooling", "mean"]),
    ] {
      let outcome = try bench.run(bench.training(name, more))
      #expect(outcome.exitCode == 0, "\(name): \(outcome.errors)")
      #expect(!outcome.errors.contains(Self.remark), "\(name)")
      try bench.run(bench.training(name + "-again", more + ["--no-cache"]))
      #expect(try bench.weights(name) == bench.weights(name + "-again"), "\(name)")
    }
  }

  @Test func foldsAndRunsShareThem() throws {
    let bench = try Workbench()
    let fold = [
      "cross-validate", "--data", bench.data, "--base", bench.base, "--folds", "2", "--epochs", "1",
      "--database", bench.database, "--precision", "float32",
    ]
    #expect(try bench.run(fold + ["--name", "a", "--output", bench.path("a")]).exitCode == 0)
    let again = try bench.run(fold + ["--name", "b", "--output", bench.path("b")])
    #expect(again.errors.contains(Self.remark))
    #expect(
      try bench.train("run", "--precision", "float32", "--balance", "undersample").errors
        .contains(Self.remark))
  }

  @Test func aDamagedOrUnwritableCacheCostsNoMoreThanTime() throws {
    let bench = try Workbench()
    try bench.train("one")
    for file in try cached(bench) {
      try bench.write(String(repeating: "x", count: 999), to: file)
    }
    #expect(!(try bench.train("two").errors.contains(Self.remark)))
    #expect(try bench.weights("one") == bench.weights("two"))

    // A file stands where the folder would be.
    try FileManager.default.removeItem(atPath: bench.path("home/cache"))
    try bench.write("", to: "home/cache")
    let outcome = try bench.train("three")
    #expect(outcome.errors.contains("were not kept for later runs"))
    #expect(try bench.weights("one") == bench.weights("three"))
  }

  /// Paths in the bench's folder.
  private func cached(_ bench: Workbench) throws -> [String] {
    try bench.names(in: "home/cache/features").flatMap { model in
      try bench.names(in: "home/cache/features/\(model)").map {
        "home/cache/features/\(model)/\($0)"
      }
    }
  }
}
