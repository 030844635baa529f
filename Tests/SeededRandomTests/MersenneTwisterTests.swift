import SeededRandom
import Testing

@Suite struct MersenneTwisterTests {
  // The C++ standard demands the 10,000th number of mt19937, [rand.predef].
  @Test func generatorIsMT19937() {
    var generator = MersenneTwister(seed: 5489)
    let words = (0..<10_000).map { _ in generator.nextWord() }
    #expect(words[0] == 3_499_211_612)
    #expect(words[9_999] == 4_123_659_995)
  }

  // numpy 2.4.6: RandomState(123).randint(0, 2**32, size=5, dtype=np.uint32)
  @Test func seedsAreThoseOfInitGenrand() {
    var generator = MersenneTwister(seed: 123)
    #expect(
      (0..<5).map { _ in generator.nextWord() } == [
        2_991_312_382, 3_062_119_789, 1_228_959_102, 1_840_268_610, 974_319_580,
      ])
  }

  @Test func theUpperHalfIsDrawnFirst() {
    var generator = MersenneTwister(seed: 123)
    #expect(generator.next() == UInt64(2_991_312_382) << 32 | 3_062_119_789)
  }
}
