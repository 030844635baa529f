import Files
import Foundation
import GPT2Kernels
import ModelFiles
import TestFiles
import TestSupport
import Testing

/// Codes, scales and values of NF4 and int8 against bitsandbytes, and at their limits.
@Suite struct QuantisedCodesTests {
  /// Numbers that any language can make again, the larger the rarer.
  static func numbers(_ rows: Int, _ columns: Int) -> Matrix {
    let values = (0..<rows * columns).map { index in
      let hash = (UInt64(index) * 2_654_435_761 + 12345) & 0xffff_ffff
      let u = Double(hash) / 2_147_483_648 - 1
      return Float(u * u * u)
    }
    return Matrix(rows: rows, columns: columns, values)
  }

  static func digest<T>(_ values: [T]) -> String { values.withUnsafeBytes { SHA256Sum.of($0) } }

  // Digests of the levels of bitsandbytes 0.50.2.
  @Test func levelsAndDynamicMapHaveTheBitsOfBitsandbytes() {
    #expect(
      Self.digest(NF4Codes.levels)
        == "8501941daa1b8a90ad1bbfeb632e5101b5dddbc4bb52d6e55abcfd777e60c06a")
    #expect(
      Self.digest(DynamicMap.signed)
        == "e732639a65f497b4ad684bb166a4467708255edd5207757de8b8f0c7e1fda89c")
  }

  @Test(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"), arguments: ["matrix", "tail"])
  func codesEqualTheFixtures(name: String) throws {
    let file = try SafetensorsFile(path: Fixtures.path("quantisation/blocks.safetensors"))
    let tensor = try file.tensor(name)
    let columns = try #require(tensor.shape.last)
    let values = try tensor.matrix(rows: tensor.elementCount / columns, columns: columns)
    let codes = try NF4Codes(values, doubleQuantising: false)
    #expect(try codes.packed == file.tensor("\(name).nf4.packed").withUnsafeBytes { Array($0) })
    #expect(try codes.scaleValues == file.tensor("\(name).nf4.absmax").floats())
    let expected = try file.tensor("\(name).nf4.dequantised").floats()
    #expect(codes.dequantised().map(\.bitPattern) == expected.map(\.bitPattern))
  }

  @Test(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
  func rowsOfIntegersEqualTheFixture() throws {
    let file = try SafetensorsFile(path: Fixtures.path("quantisation/blocks.safetensors"))
    let codes = try Int8Rows(file.tensor("matrix").matrix(rows: 24, columns: 80))
    let expected = try file.tensor("matrix.int8_per_row.code").withUnsafeBytes {
      $0.map(Int8.init(bitPattern:))
    }
    #expect(codes.codes == expected)
    let steps = try file.tensor("matrix.int8_per_row.scale").floats()
    expectClose(codes.scales.map { Double($0) / 127 }, steps.map(Double.init), within: 1e-7)
  }

  // bitsandbytes 0.50.2 on the CPU: quantize_4bit, dequantize_4bit of the flattened matrix (its
  // dequantiser is wrong about rows that are no multiple of a block), int8_vectorwise_quant.
  @Test func aTransposedMatrixIsQuantisedAsByBitsandbytes() throws {
    let weights = Self.numbers(48, 144).asWindow()
    let plain = try QuantisedWeights(weights, format: .nf4, doubleQuantising: false)
    guard case .nf4(let codes) = plain.codes else { throw UnexpectedCodes() }
    #expect(
      Self.digest(codes.packed)
        == "36324c01ccaca8e7840833ee00976ca2950d59b5a02c6cfed18577701e403548")
    #expect(
      Self.digest(codes.scaleValues)
        == "ee32a220d3a711001dcb9812372703371484291ce4e515cf7856f4b6d46ad7a7")
    #expect(
      Self.digest(codes.dequantised())
        == "0830debcdecdb7caf45f6dd36b8782e1c69c6cc95c2f82bc02b2747a9fbc0e30")

    let int8 = try QuantisedWeights(weights, format: .int8)
    guard case .int8(let rows) = int8.codes else { throw UnexpectedCodes() }
    #expect(
      Self.digest(rows.codes) == "47cef33304c28d372a86feca041502e06ae91cb9f9bd65c0883d24e07cbfd298")
    #expect(
      Self.digest(rows.scales) == "2ced1d3a2db1b3620ff25c1deb1fffffb67a50315bd1b654866f1fa33e91eccb"
    )
    #expect(
      Self.digest(rows.dequantised())
        == "c6d2315353051da33abdee9cd3f66af172e800a191bdddb662d93e0ac7f699cb")
  }

  // As above, with compress_statistics=True. PyTorch's mean of the scales is off by one unit in the
  // last place, so that the parts are also put together as it has them, for the values' bits.
  @Test func doubleQuantisationIsThatOfBitsandbytes() throws {
    let codes = try QuantisedWeights(Self.numbers(48, 144), format: .nf4).codes
    guard case .nf4(let blocks) = codes, case .double(let scales) = blocks.scales else {
      throw UnexpectedCodes()
    }
    #expect(
      Self.digest(scales.codes)
        == "b9c2ba2aa5050526b7ebaf3e686fec0e543dfdb48b8665cd97569cc66ac75748"
    )
    let (offset, scale): (Float, Float) = (0x1.323c44p-1, 0x1.0848aap-1)
    #expect(abs(scales.offset - offset) <= offset.ulp)
    #expect(scales.scales.count == 1 && abs(scales.scales[0] - scale) <= 2 * scale.ulp)

    let theirs = try NF4Codes(
      count: blocks.count, blockSize: 64, packed: blocks.packed,
      scales: .double(
        DoubleQuantisedScales(
          codes: scales.codes, map: scales.map, scales: [scale], blockSize: 256, offset: offset)))
    #expect(
      Self.digest(theirs.dequantised())
        == "245114276552e278b8514d6f969e4d18dcee69b280d8667c18fc88a52ff1321f")
  }

  /// Many blocks of scales: each comes back as near as the map allows, a hundredth of the largest.
  @Test func doublyQuantisedScalesAreNearTheirOriginals() throws {
    let weights = Matrix.random(130, 300, seed: 1)
    weights[3, 4] = 50
    let exact = try NF4Codes(weights, doubleQuantising: false).scaleValues
    let codes = try NF4Codes(weights, doubleQuantising: true)
    #expect(exact.count == 610)
    let mean = exact.reduce(0, +) / Float(exact.count)
    for start in stride(from: 0, to: exact.count, by: 256) {
      let range = start..<min(start + 256, exact.count)
      let largest = exact[range].map { abs($0 - mean) }.max() ?? 0
      for index in range {
        #expect(abs(codes.scaleValues[index] - exact[index]) <= 0.0071 * largest)
      }
    }
    #expect(codes.byteCount == 19500 + 610 + 4 * (3 + 256 + 1))
  }

  @Test func aValueBetweenTwoLevelsGetsTheNearerOneAndTheLowerOfTwo() throws {
    for (low, high) in zip(NF4Codes.levels, NF4Codes.levels.dropFirst()) {
      let middle = (low + high) / 2
      var block = [Float](repeating: 0, count: 64)
      block[0...3] = [1, middle, middle.nextUp, middle.nextDown]
      let values = try NF4Codes(Matrix(rows: 1, columns: 64, block), doubleQuantising: false)
        .dequantised()
      #expect(values[...4] == [1, low, high, low, 0])
    }
  }

  @Test func blocksOfZerosStayZero() throws {
    for count in [64, 128, 100, 65, 1] {
      for doubleQuantising in [true, false] {
        let codes = try NF4Codes(
          Matrix(rows: 1, columns: count), doubleQuantising: doubleQuantising)
        #expect(codes.packed.allSatisfy { $0 == 0x77 })
        #expect(codes.dequantised() == [Float](repeating: 0, count: count))
      }
    }
    #expect(
      try Int8Rows(Matrix(rows: 3, columns: 5)).dequantised() == [Float](repeating: 0, count: 15))
    #expect(try NF4Codes(Matrix(count: 0), doubleQuantising: true).dequantised().isEmpty)
    #expect(try Int8Rows(Matrix(count: 0)).dequantised().isEmpty)
  }

  /// Magnitudes whose reciprocal is infinite, and the largest there are.
  @Test func extremeMagnitudesAreScaledLikeAnyOther() throws {
    for magnitude in [Float.leastNonzeroMagnitude, 0x1p-130, 1e-30, .greatestFiniteMagnitude] {
      for count in [64, 5] {
        let matrix = Matrix(count: count)
        matrix[0, 1] = -magnitude
        let values = try NF4Codes(matrix, doubleQuantising: false).dequantised()
        #expect(values.allSatisfy(\.isFinite) && values[0] == 0)
        if magnitude >= 1e-30 { #expect(values[1] == -magnitude) }
      }
      let row = Matrix(rows: 1, columns: 2, [0, -magnitude])
      guard magnitude < 1e30 else {
        #expect(throws: QuantisationError.scaleNotFinite(index: 0)) { try Int8Rows(row) }
        continue
      }
      let values = try Int8Rows(row).dequantised()
      #expect(values[0] == 0 && (values[1] / magnitude + 1).magnitude < 1e-6 || values[1] == 0)
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity], QuantisationFormat.allCases)
  func whatIsNoFiniteNumberIsRefusedWithItsPlace(value: Float, format: QuantisationFormat) {
    let weights = Matrix.random(70, 130, seed: 1)
    weights[66, 129] = value
    let error = #expect(throws: QuantisationError.self) {
      _ = try QuantisedWeights(weights, format: format)
    }
    #expect(error == .notFinite(row: 66, column: 129))
    #expect(error?.description.contains("row 66, column 129") == true)
  }

  /// From any place, of any length, in any block size: the same values.
  @Test func runsOfCodesMayBeginAndEndAnywhere() throws {
    let packed = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 3) }
    for blockSize in [32, 64, 256] {
      let scales = (0..<600 / blockSize + 1).map { 0.5 + Float($0) }
      let codes = try NF4Codes(
        count: 599, blockSize: blockSize, packed: packed, scales: .single(scales))
      let expected = (0..<599).map { index in
        let pair = Int(packed[index / 2])
        return NF4Codes.levels[index % 2 == 0 ? pair >> 4 : pair & 15] * scales[index / blockSize]
      }
      #expect(codes.dequantised() == expected)
      for inputs in [1, 3, 7, 599] where 599 % inputs == 0 {
        let weights = try QuantisedWeights(
          inputs: inputs, outputs: 599 / inputs, codes: .nf4(codes))
        #expect(Self.columnByColumn(weights.dequantised()) == expected)
      }
    }
    let odd = try QuantisedWeights(Self.numbers(33, 7), format: .nf4)
    guard case .nf4(let codes) = odd.codes else { throw UnexpectedCodes() }
    #expect(Self.columnByColumn(odd.dequantised()) == codes.dequantised())
  }

  @Test func partsThatDoNotFitTogetherAreRefused() throws {
    let zeros = [UInt8](repeating: 0, count: 32)
    #expect(throws: QuantisationError.blockSize(63)) {
      try NF4Codes(count: 64, blockSize: 63, packed: zeros, scales: .single([1]))
    }
    #expect(throws: QuantisationError.partSize("bytes of codes", expected: 33, found: 32)) {
      try NF4Codes(count: 65, blockSize: 64, packed: zeros, scales: .single([1, 1]))
    }
    #expect(throws: QuantisationError.partSize("scales", expected: 1, found: 2)) {
      try NF4Codes(count: 63, blockSize: 64, packed: zeros, scales: .single([1, 1]))
    }
    #expect(throws: QuantisationError.scaleNotFinite(index: 0)) {
      try NF4Codes(count: 63, blockSize: 64, packed: zeros, scales: .single([.nan]))
    }
    #expect(throws: QuantisationError.partSize("scales", expected: 2, found: 1)) {
      try Int8Rows(rows: 2, columns: 1, codes: [1, 2], scales: [1])
    }
    let codes = try NF4Codes(count: 64, blockSize: 64, packed: zeros, scales: .single([1]))
    #expect(throws: QuantisationError.partSize("codes", expected: 60, found: 64)) {
      try QuantisedWeights(inputs: 6, outputs: 10, codes: .nf4(codes))
    }
  }

  struct UnexpectedCodes: Error {}

  /// The elements of a matrix column by column.
  private static func columnByColumn(_ matrix: Matrix) -> [Float] {
    (0..<matrix.columns).flatMap { column in (0..<matrix.rows).map { matrix[$0, column] } }
  }
}
