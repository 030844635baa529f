import Foundation
import SeededRandom
import TestFiles
import Testing

/// The numbers are those of torch 2.15.0 on a processor with AVX-512.
@Suite struct TorchGeneratorTests {
  // torch.manual_seed(seed); torch.randperm(12)
  @Test(arguments: [
    (UInt64(123), [10, 4, 1, 3, 8, 2, 6, 9, 11, 0, 5, 7]),
    (UInt64(0), [8, 0, 5, 9, 7, 4, 2, 10, 3, 1, 11, 6]),
    (UInt64.max, [3, 1, 8, 9, 2, 6, 10, 11, 0, 5, 7, 4]),
    // The upper half of a seed counts for nothing.
    (UInt64(1) << 32 + 123, [10, 4, 1, 3, 8, 2, 6, 9, 11, 0, 5, 7]),
  ])
  func permutationsAreTorchs(seed: UInt64, expected: [Int]) {
    var generator = TorchGenerator(seed: seed)
    #expect(generator.permutation(12) == expected)
  }

  @Test func permutationsGoOnWhereTheLastEnded() {
    var generator = TorchGenerator(seed: 123)
    // Nothing is drawn where there is one order.
    #expect(generator.permutation(0) == [])
    #expect(generator.permutation(1) == [0])
    #expect(generator.permutation(12) == [10, 4, 1, 3, 8, 2, 6, 9, 11, 0, 5, 7])
    #expect(generator.permutation(5) == [1, 3, 0, 2, 4])
  }

  // torch.manual_seed(123); torch.randperm(1045)
  @Test func longPermutationsAreTorchs() {
    var generator = TorchGenerator(seed: 123)
    let order = generator.permutation(1045)
    #expect(order.prefix(8) == [927, 974, 548, 749, 839, 887, 1009, 288])
    #expect(order.suffix(4) == [497, 21, 1005, 1041])
    #expect(order.sorted() == Array(0..<1045))
  }

  // torch.manual_seed(123); torch.randperm(12); torch.empty((), dtype=torch.int64).random_(), twice
  @Test func integersHave63Bits() {
    var generator = TorchGenerator(seed: 123)
    _ = generator.permutation(12)
    #expect(generator.integer() == 5_165_600_434_317_122_774)
    #expect(generator.integer() == 7_580_216_650_126_917_728)
  }

  // torch.manual_seed(7); torch.nn.Linear(5, 3)
  @Test func aLinearMapBeginsAsTorchs() {
    var generator = TorchGenerator(seed: 7)
    let (weights, biases) = generator.linear(inputs: 5, outputs: 3)
    #expect(
      weights.map(\.bitPattern) == [
        0x3CFF_E1F2, 0xBE89_EE9E, 0x3E11_D22A, 0x3E0F_B1DC, 0xBE74_C30E, 0xBD89_4583, 0xBE86_2395,
        0x3DED_A63D, 0xBDF6_B64C, 0x3EA0_DCB8, 0x3EA2_8B89, 0x3D3A_9ADA, 0xBE43_3B96, 0xBE86_7D75,
        0xBD49_2A8C,
      ])
    #expect(biases.map(\.bitPattern) == [0xBE00_E10B, 0x3E49_D851, 0xBEC3_84FC])
  }

  // torch.manual_seed(123); torch.nn.Embedding(5, 4).weight; torch.nn.Embedding(4, 4).weight
  @Test func embeddingsBeginAsTorchs() {
    var generator = TorchGenerator(seed: 123)
    // 20 is no multiple of the 16 that are drawn at a time.
    for (number, expected) in zip(
      generator.normal(20),
      [
        0.3373702, -0.1777772, -0.3035276, -0.5880119, 1.5809696, 1.3010399, 1.2753012, -0.2009531,
        -0.1605638, -0.401488, 0.6957241, -1.8060527, -1.1588678, 0.325471, -0.6315054, -2.839994,
        -0.7848533, -1.4095725, -0.4076269, 0.7953261,
      ] as [Float])
    {
      #expect(abs(number - expected) < 3e-6)
    }
    for (number, expected) in zip(
      generator.normal(16),
      [
        -0.3884831, -0.9343459, -0.4991441, -1.0866526, 0.962421, 0.2492085, -0.4845021, -2.0929143,
        0.0982838, -0.0935074, 0.2662147, -0.5850355, -0.343038, -0.6821474, -0.9886894, -1.7018304,
      ] as [Float])
    {
      #expect(abs(number - expected) < 3e-6)
    }
  }

  @Test(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
  func theHeadOfChapter6HasTheSameBits() throws {
    let expected = try Self.float32Tensors(of: "data/head_init_768x2.safetensors")
    var generator = TorchGenerator(seed: 123)
    let (weights, biases) = generator.linear(inputs: 768, outputs: 2)
    let expectedWeights = try #require(expected["weight"])
    #expect(weights.count == expectedWeights.count)
    let difference = zip(weights, expectedWeights).enumerated().first {
      $0.element.0.bitPattern != $0.element.1
    }
    #expect(difference == nil)
    #expect(biases.map(\.bitPattern) == expected["bias"])
  }

  /// The bits of a safetensors file: eight bytes of length, JSON, and the tensors one after another.
  private static func float32Tensors(of name: String) throws -> [String: [UInt32]] {
    let bytes = Array(try Fixtures.data(name))
    func number<Integer: FixedWidthInteger>(_ offset: Int, _ type: Integer.Type) -> Integer {
      (0..<Integer.bitWidth / 8).reduce(0) { $0 | Integer(bytes[offset + $1]) << ($1 * 8) }
    }
    let start = 8 + Int(number(0, UInt64.self))
    let header = JSON(try JSONSerialization.jsonObject(with: Data(bytes[8..<start])))
    return Dictionary(
      uniqueKeysWithValues: header.keys.filter { $0 != "__metadata__" }.map { key in
        let range = header[key]["data_offsets"].ints
        return (
          key,
          stride(from: start + range[0], to: start + range[1], by: 4).map {
            number($0, UInt32.self)
          }
        )
      })
  }
}
