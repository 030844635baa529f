import SeededRandom
import Testing

/// The numbers are those of numpy 2.4.6.
@Suite struct NumPyRandomStateTests {
  // RandomState(seed).permutation(12)
  @Test(arguments: [
    (UInt32(0), [6, 11, 4, 10, 2, 8, 1, 7, 9, 3, 0, 5]),
    (UInt32.max, [11, 8, 5, 9, 1, 10, 6, 0, 4, 7, 2, 3]),
  ])
  func permutationsAreRandomStates(seed: UInt32, expected: [Int]) {
    var state = NumPyRandomState(seed: seed)
    #expect(state.permutation(12) == expected)
  }

  @Test func permutationsGoOnWhereTheLastEnded() {
    var state = NumPyRandomState(seed: 123)
    #expect(state.permutation(10) == [4, 0, 7, 5, 8, 3, 1, 6, 9, 2])
    #expect(state.permutation(10) == [3, 5, 4, 2, 8, 7, 6, 9, 0, 1])
  }

  // RandomState(123).choice(4825, size=747, replace=False)
  @Test func aSampleIsThePermutationsBeginning() {
    var state = NumPyRandomState(seed: 123)
    let sample = Array(state.permutation(4825).prefix(747))
    #expect(sample.prefix(8) == [3720, 3580, 4182, 3858, 4713, 3847, 2247, 1912])
    #expect(sample.suffix(3) == [1086, 3530, 3865])
  }

  @Test func nothingAndOneThingHaveOneOrder() {
    var state = NumPyRandomState(seed: 5)
    #expect(state.permutation(0) == [])
    #expect(state.permutation(1) == [0])
    // As if nothing had been drawn.
    #expect(state.permutation(2) == [0, 1])
  }
}
