import CVectorLoops

/// Numbers in 4-bit NormalFloat: blocks of 64, each with a scale, its largest magnitude; every number is
/// the nearest of 16 levels times the scale of its block. Bytes and values equal those of bitsandbytes.
///
/// Source: "QLoRA", section 3, and the functions `quantize_4bit` and `dequantize_4bit` of bitsandbytes.
public struct NF4Codes: Sendable, Equatable {
  /// Of the numbers.
  public let count: Int
  /// Numbers per block.
  public let blockSize: Int
  /// Two codes per byte, the first in the high nibble.
  public let packed: [UInt8]
  public let scales: BlockScales

  /// What codes 0...15 stand for, ascending from −1 to 1.
  public static let levels = Array(UnsafeBufferPointer(start: vl_nf4_levels(), count: 16))
  /// Those that bitsandbytes knows.
  public static let blockSizes = (5...12).map { 1 << $0 }

  /// Parts as they were stored.
  ///
  /// - Throws: `QuantisationError` for parts that do not fit together, and for scales that are not finite.
  public init(
    count: Int, blockSize: Int, packed: [UInt8], scales: BlockScales
  ) throws(QuantisationError) {
    guard Self.blockSizes.contains(blockSize) else { throw .blockSize(blockSize) }
    let (bytes, blocks) = (count / 2 + count % 2, (count + blockSize - 1) / blockSize)
    guard packed.count == bytes else {
      throw .partSize("bytes of codes", expected: bytes, found: packed.count)
    }
    guard scales.count == blocks else {
      throw .partSize("scales", expected: blocks, found: scales.count)
    }
    self.count = count
    self.blockSize = blockSize
    self.packed = packed
    self.scales = scales
    if let index = scaleValues.firstIndex(where: { !$0.isFinite }) {
      throw .scaleNotFinite(index: index)
    }
  }

  /// The elements of a matrix row by row.
  ///
  /// - Parameter doubleQuantising: Whether the scales are quantised as well.
  /// - Throws: `QuantisationError.notFinite`.
  public init(_ matrix: Matrix, doubleQuantising: Bool) throws(QuantisationError) {
    try self.init(RowSource(matrix), doubleQuantising: doubleQuantising)
  }

  init(_ source: RowSource, doubleQuantising: Bool) throws(QuantisationError) {
    (count, blockSize) = (source.rows * source.columns, 64)
    var packed = [UInt8](repeating: 0, count: (count + 1) / 2)
    var scales = [Float](repeating: 0, count: (count + 63) / 64)
    packed.withUnsafeMutableBufferPointer { packed in
      scales.withUnsafeMutableBufferPointer { scales in
        // Safe: pieces are disjoint. All but the last have 64 rows, and so begin with a block.
        nonisolated(unsafe) let (packed, scales) = (packed, scales)
        source.forEachPiece(of: 64) { rows, values in
          let start = rows.lowerBound * source.columns
          guard let bytes = packed.baseAddress, let scale = scales.baseAddress else { return }
          vl_nf4_quantise(
            values, rows.count * source.columns, 64, scale + start / 64, bytes + start / 2)
        }
      }
    }
    guard scales.allSatisfy(\.isFinite) else { throw source.notFinite() }
    self.packed = packed
    self.scales = doubleQuantising ? .double(DoubleQuantisedScales(scales)) : .single(scales)
  }

  /// Bytes in memory.
  public var byteCount: Int { packed.count + scales.byteCount }

  /// What the codes stand for.
  public func dequantised() -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialised in
      if let target = buffer.baseAddress {
        withCValue { vl_nf4_dequantise(&$0, 0, target, count) }
      }
      initialised = count
    }
  }

  /// The scales as they are multiplied with.
  public var scaleValues: [Float] {
    [Float](unsafeUninitializedCapacity: scales.count) { buffer, initialised in
      if let target = buffer.baseAddress { withCValue { vl_nf4_scales(&$0, target, scales.count) } }
      initialised = scales.count
    }
  }

  /// Calls `body` with pointers to all parts, valid until it returns.
  func withCValue(_ body: (inout vl_nf4) -> Void) {
    // Safe: `init` has checked that the parts are as large as `count` and the block sizes ask for.
    packed.withUnsafeBufferPointer { codes in
      var value = vl_nf4()
      value.codes = codes.baseAddress
      value.block = blockSize
      switch scales {
      case .single(let scales):
        scales.withUnsafeBufferPointer {
          value.scales = $0.baseAddress
          body(&value)
        }
      case .double(let scales):
        value.scale_block = scales.blockSize
        value.scale_offset = scales.offset
        scales.codes.withUnsafeBufferPointer { codes in
          scales.map.withUnsafeBufferPointer { map in
            scales.scales.withUnsafeBufferPointer {
              value.scale_codes = codes.baseAddress
              value.scale_map = map.baseAddress
              value.scales = $0.baseAddress
              body(&value)
            }
          }
        }
      }
    }
  }
}
