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

/// The 256 values of 8-bit dynamic quantisation, ascending: seven decades on either side of zero, each
/// of which has twice as many values as the smaller one before it.
///
/// Source: Dettmers, "8-bit approximations for parallelism in deep learning" (ICLR 2016), section 2.1;
/// bit for bit as `create_dynamic_map(signed=True)` of bitsandbytes makes it.
public enum DynamicMap {
  public static let signed: [Float] = {
    var values: [Float] = [0, 1]
    let magnitudes: [Float] = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1]
    for (decade, magnitude) in magnitudes.enumerated() {
      let edges = evenSteps(from: 0.1, to: 1, count: 1 << decade + 1)
      for (low, high) in zip(edges, edges.dropFirst()) {
        let value = magnitude * ((low + high) / 2)
        values += [value, -value]
      }
    }
    return values.sorted()
  }()

  /// The index of the value nearest to `x`, the lower one of two.
  static func nearest(to x: Float) -> Int {
    // The number of midpoints below x.
    var (low, high) = (0, midpoints.count)
    while low < high {
      let middle = (low + high) / 2
      if midpoints[middle] < x { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static let midpoints = zip(signed, signed.dropFirst()).map { ($0 + $1) / 2 }

  /// As `torch.linspace` rounds them: from the nearer end, each product and sum at once.
  private static func evenSteps(from first: Float, to last: Float, count: Int) -> [Float] {
    let step = (last - first) / Float(count - 1)
    return (0..<count).map { index in
      index < count / 2
        ? first.addingProduct(step, Float(index))
        : last.addingProduct(-step, Float(count - 1 - index))
    }
  }
}
