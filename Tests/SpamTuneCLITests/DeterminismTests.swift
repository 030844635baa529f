import Testing

@Suite struct DeterminismTests {
  @Test func theSameSeedGivesTheSameBits() throws {
    let bench = try Workbench()
    try bench.train("one", "--dropout", "0.2", "--trainable", "all")
    try bench.train("two", "--dropout", "0.2", "--trainable", "all")
    #expect(try bench.weights("one") == bench.weights("two"))
  }

  @Test(arguments: ["last-1", "all"])
  func theNumberOfThreadsChangesNoBit(trainable: String) throws {
    let bench = try Workbench()
    for threads in ["1", "2", "3"] {
      try bench.train(
        "threads-\(threads)", "--threads", threads, "--trainable", trainable, "--dropout", "0.1")
    }
    #expect(try bench.weights("threads-1") == bench.weights("threads-2"))
    #expect(try bench.weights("threads-1") == bench.weights("threads-3"))
  }

  @Test func anotherSeedGivesOtherBits() throws {
    let bench = try Workbench()
    try bench.train("one", "--seed", "1")
    try bench.train("two", "--seed", "2")
    #expect(try bench.weights("one") != bench.weights("two"))
  }

  @Test func theLargestSeedWorksAndIsRecorded() throws {
    let bench = try Workbench()
    try bench.train("run", "--seed", "\(UInt64.max)", "--epochs", "1")
    #expect(try Records(bench.database).texts("SELECT seed FROM v_runs") == ["\(UInt64.max)"])
  }

  @Test func theSameSeedMakesTheSameBase() throws {
    let bench = try Workbench()
    try bench.makeBase(at: "again", seed: 1)
    try bench.makeBase(at: "other", seed: 2)
    #expect(try bench.weights("base") == bench.weights("again"))
    #expect(try bench.weights("base") != bench.weights("other"))
  }
}
