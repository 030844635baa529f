import CVectorLoops

/// What the codes of each block of weights are multiplied by.
public enum BlockScales: Sendable, Equatable {
  /// One number per block.
  case single([Float])
  /// 8 bits per block.
  case double(DoubleQuantisedScales)

  /// Bytes in memory.
  public var byteCount: Int {
    switch self {
    case .single(let scales): 4 * scales.count
    case .double(let scales):
      scales.codes.count + 4 * (scales.scales.count + scales.map.count + 1)
    }
  }

  /// Of the blocks.
  var count: Int {
    switch self {
    case .single(let scales): scales.count
    case .double(let scales): scales.codes.count
    }
  }
}

/// Scales that are quantised in their turn: scale = map[code] · scale of its block + offset.
///
/// Source: "QLoRA", section 3, "Double Quantization".
public struct DoubleQuantisedScales: Sendable, Equatable {
  /// Of each scale.
  public let codes: [UInt8]
  /// 256 values.
  public let map: [Float]
  /// Of each block of codes.
  public let scales: [Float]
  public let blockSize: Int
  /// Scales are positive; what is quantised is their distance from the mean.
  public let offset: Float

  /// Parts as they were stored.
  ///
  /// - Throws: `QuantisationError` for parts of the wrong size.
  public init(
    codes: [UInt8], map: [Float], scales: [Float], blockSize: Int, offset: Float
  ) throws(QuantisationError) {
    guard NF4Codes.blockSizes.contains(blockSize) else { throw .blockSize(blockSize) }
    guard map.count == 256 else {
      throw .partSize("values of the map of scales", expected: 256, found: map.count)
    }
    let blocks = (codes.count + blockSize - 1) / blockSize
    guard scales.count == blocks else {
      throw .partSize("scales of scales", expected: blocks, found: scales.count)
    }
    self.codes = codes
    self.map = map
    self.scales = scales
    self.blockSize = blockSize
    self.offset = offset
  }

  /// Quantises finite scales in blocks of 256.
  init(_ values: [Float]) {
    // bitsandbytes takes the mean in float32, in an order that depends on the machine.
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(max(1, values.count))
    let (offset, blockSize) = (Float(mean), 256)
    var (codes, scales) = ([UInt8](), [Float]())
    codes.reserveCapacity(values.count)
    for start in stride(from: 0, to: values.count, by: blockSize) {
      let block = values[start..<min(start + blockSize, values.count)].map { $0 - offset }
      let largest = block.reduce(0) { max($0, abs($1)) }
      let bounded = max(largest, 1e-38)
      // As with the weights, a short block is divided.
      let isShort = block.count < blockSize
      scales.append(isShort ? bounded : largest)
      for value in block {
        let scaled = isShort ? value / bounded : value * (1 / bounded)
        codes.append(UInt8(DynamicMap.nearest(to: scaled)))
      }
    }
    (self.codes, self.scales, self.offset) = (codes, scales, offset)
    (map, self.blockSize) = (DynamicMap.signed, blockSize)
  }
}
