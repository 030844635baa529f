import CVectorLoops
import GPT2Kernels
import TestSupport
import Testing

@Suite struct PhiloxTests {
  /// Counter, key and output of `philox4x32-10` in kat_vectors of the Random123 distribution.
  static let knownAnswers: [(counter: [UInt32], key: [UInt32], output: [UInt32])] = [
    ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    (
      [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
      [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
    ),
    (
      [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
      [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    ),
  ]

  @Test(arguments: 0..<3)
  func knownAnswer(index: Int) {
    let known = Self.knownAnswers[index]
    var words = [UInt32](repeating: 0, count: 4)
    vl_philox4x32(
      joined(known.key[0], known.key[1]), joined(known.counter[2], known.counter[3]),
      joined(known.counter[0], known.counter[1]), &words)
    #expect(words == known.output)
  }

  @Test func numbersAreTheWordsOfCounterAfterCounter() {
    let (seed, stream): (UInt64, UInt64) = (0xa409_3822_299f_31d0, 0x1319_8a2e_0370_7344)
    var generator = Philox(seed: seed, stream: stream)
    for counter in 0..<3 as Range<UInt64> {
      var words = [UInt32](repeating: 0, count: 4)
      vl_philox4x32(seed, stream, counter, &words)
      #expect(generator.next() == joined(words[0], words[1]))
      #expect(generator.next() == joined(words[2], words[3]))
    }
  }

  @Test func theFirstNumbersOfSeedZeroAreTheKnownAnswer() {
    var generator = Philox(seed: 0)
    #expect(generator.next() == 0xe169_c58d_6627_e8d5)
    #expect(generator.next() == 0x9b00_dbd8_bc57_ac4c)
  }

  @Test func purposesAndTheirIndicesHaveStreamsOfTheirOwn() {
    var seen: Set<UInt64> = []
    for purpose in [RandomPurpose.weights, .headWeights, .dropout, .batchOrder, .sampling] {
      for index in [0, 1, 2, 1 << 40] as [UInt64] {
        var generator = Philox(seed: 7, for: purpose, index: index)
        #expect(seen.insert(generator.next()).inserted)
      }
    }
  }

  @Test func normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    var generator = Philox(seed: 11)
    let numbers = (0..<200_000).map { _ in generator.nextNormal() }
    func moment(_ power: Int) -> Double {
      numbers.reduce(0) { sum, x in sum + (0..<power).reduce(1) { value, _ in value * x } }
        / Double(numbers.count)
    }
    // Four deviations of each sample moment: √(1, 2, 15, 96) / √200,000.
    #expect(abs(moment(1)) < 0.009)
    #expect(abs(moment(2) - 1) < 0.013)
    #expect(abs(moment(3)) < 0.035)
    #expect(abs(moment(4) - 3) < 0.09)
  }

  @Test func fillingScalesByTheDeviation() {
    var (one, other) = (Philox(seed: 12), Philox(seed: 12))
    let matrix = Matrix(rows: 4, columns: 6)
    matrix.columns(1..<5).fillNormal(deviation: 0.02, using: &one)
    let expected = (0..<16).map { _ in Float(other.nextNormal()) * 0.02 }
    #expect(matrix.columns(1..<5).elements == expected)
    #expect(matrix.columns(0..<1).elements == [0, 0, 0, 0])
  }

  private func joined(_ low: UInt32, _ high: UInt32) -> UInt64 { UInt64(low) | UInt64(high) << 32 }
}
