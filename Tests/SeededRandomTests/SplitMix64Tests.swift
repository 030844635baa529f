import SeededRandom
import Testing

@Suite struct SplitMix64Tests {
  // The numbers were computed by a separate implementation in Python.
  @Test func generatorIsSplitMix64() {
    var generator = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func boundedIntegersRejectTheBiasedOnes() {
    var generator = SplitMix64(seed: 7)
    let bound = 6_917_529_027_641_081_857
    // The first draw falls among the rejected.
    #expect(
      (0..<4).map { _ in generator.uniform(below: bound) } == [
        116_133_514_723_108_426, 6_231_038_155_055_853_505, 4_032_437_223_113_052_076,
        1_725_449_795_799_580_614,
      ])
    #expect((0..<100).allSatisfy { _ in generator.uniform(below: 1) == 0 })
  }

  @Test func shuffleGivesEveryOrderEquallyOften() {
    var generator = SplitMix64(seed: 3)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 {
      var order = [0, 1, 2, 3]
      generator.shuffle(&order)
      counts[order, default: 0] += 1
    }
    #expect(counts.count == 24)
    // Six standard deviations of a count with mean 1,000.
    #expect(counts.values.allSatisfy { abs($0 - 1_000) < 186 })
  }
}
