import Experiments
import Testing

@Suite struct SearchSpaceTests {
  private func text(_ combinations: [[SearchSetting]]) -> [String] {
    combinations.map { $0.map { "\($0.name)=\($0.value)" }.joined(separator: " ") }
  }

  private func values(_ name: String, in combinations: [[SearchSetting]]) -> [String] {
    combinations.compactMap { $0.first { $0.name == name }?.value }
  }

  @Test func theProductHasEveryCombinationTheLastSettingFirst() throws {
    let space = try SearchSpace(parsing: ["learning_rate=1e-5,5e-5", "rank=4, 8", "rslora=true"])
    #expect(space.count == 4)
    #expect(
      try text(space.product()) == [
        "learning-rate=1e-5 rank=4 rslora=true", "learning-rate=1e-5 rank=8 rslora=true",
        "learning-rate=5e-5 rank=4 rslora=true", "learning-rate=5e-5 rank=8 rslora=true",
      ])
  }

  @Test func valuesMayHoldWhatStandsBetweenOthers() throws {
    let space = try SearchSpace(parsing: ["class-weights=ham=1,spam=4;auto", "base=../a,../b..c"])
    #expect(
      try text(space.product()) == [
        "class-weights=ham=1,spam=4 base=../a", "class-weights=ham=1,spam=4 base=../b..c",
        "class-weights=auto base=../a", "class-weights=auto base=../b..c",
      ])
  }

  @Test func rangesAreWholeOrLogarithmic() throws {
    #expect(try SearchAxis(parsing: "epochs=2..8").values == .integers(2...8))
    #expect(try SearchAxis(parsing: "warmup=-1..0").values == .integers(-1...0))
    #expect(try SearchAxis(parsing: "lr=1e-5..1").values == .logarithmic(1e-5...1))
    #expect(try SearchAxis(parsing: "lr=1..nan").values == .list(["1..nan"]))
    #expect(try SearchSpace(parsing: ["a=1..10", "b=x,y"]).count == 20)
    #expect(try SearchSpace(parsing: ["a=1..10", "b=0.5..1"]).count == nil)
  }

  @Test func drawsStayWithinTheirValuesAndDoNotRepeat() throws {
    let space = try SearchSpace(parsing: ["epochs=2..4", "rank=4,8", "rslora=true,false"])
    let all = try space.draws(12, seed: 7)
    #expect(Set(all).count == 12)
    #expect(Set(values("epochs", in: all)) == ["2", "3", "4"])
    #expect(Set(values("rank", in: all)) == ["4", "8"])
  }

  @Test func theSeedDecidesAndALongerSearchGoesOn() throws {
    let space = try SearchSpace(parsing: ["learning-rate=1e-5..1e-3", "epochs=1..100"])
    let draws = try space.draws(20, seed: 7)
    #expect(try space.draws(20, seed: 7) == draws)
    #expect(try space.draws(8, seed: 7) == Array(draws.prefix(8)))
    #expect(try space.draws(20, seed: 8) != draws)
  }

  /// A third of the logarithm's range is a third of the draws: 300 ± 4 standard deviations of 14.1.
  @Test func realNumbersAreUniformByTheirLogarithm() throws {
    let space = try SearchSpace(parsing: ["lr=1e-6..1e-3"])
    let drawn = try space.draws(900, seed: 3).map { try #require(Double($0[0].value)) }
    #expect(drawn.allSatisfy { 1e-6...1e-3 ~= $0 })
    for decade in [1e-6..<1e-5, 1e-5..<1e-4, 1e-4..<1e-3] {
      #expect(244...356 ~= drawn.count(where: decade.contains), "\(decade)")
    }
  }

  /// Of four digits only 0.1236 and 0.1237 lie within; what is rounded outwards becomes an end.
  @Test func roundingDoesNotLeaveTheRange() throws {
    let drawn = try SearchSpace(parsing: ["lr=0.12352..0.12378"]).draws(4, seed: 1)
    #expect(Set(drawn.map { $0[0].value }) == ["0.12352", "0.1236", "0.1237", "0.12378"])
  }

  @Test(arguments: [
    ("rank", SearchError.noName("rank")), ("=4", .noName("=4")), ("rank=", .noValues("rank")),
    ("rank=4,,8", .noValues("rank")), ("rank=4,8,4", .sameValue("rank", "4")),
    ("epochs=8..2", .emptyRange("epochs", "8..2")),
    ("lr=1e-3..1e-3", .emptyRange("lr", "1e-3..1e-3")),
    ("dropout=0..0.5", .noLogarithm("dropout", "0..0.5")),
  ])
  func whatCannotBeReadIsNamed(text: String, error: SearchError) {
    #expect(throws: error) { try SearchAxis(parsing: text) }
  }

  @Test func searchesThatCannotBeAreRefused() throws {
    #expect(throws: SearchError.twice("learning-rate")) {
      try SearchSpace(parsing: ["learning-rate=1", "learning_rate=2"])
    }
    let range = try SearchSpace(parsing: ["epochs=1..3"])
    #expect(throws: SearchError.rangeNeedsDraws("epochs")) { try range.product() }
    #expect(throws: SearchError.tooFew(combinations: 3, asked: 4)) { try range.draws(4, seed: 1) }
    #expect(throws: SearchError.badDraws(0, limit: 10_000)) { try range.draws(0, seed: 1) }
    let many = (0..<10).map(String.init).joined(separator: ",")
    let large = try SearchSpace(parsing: (0..<70).map { "option\($0)=\(many)" })
    #expect(large.count == .max)
    #expect(throws: SearchError.tooMany(limit: 10_000)) { try large.product() }
    #expect(try large.draws(3, seed: 1).count == 3)
    let narrow = try SearchSpace(parsing: ["lr=0.5..0.50001"])
    #expect(throws: SearchError.tooNarrow(asked: 9)) { try narrow.draws(9, seed: 1) }
  }
}
