/// Conversions between `Float` and the narrower and wider formats of model files, by bit
/// arithmetic because `Float16` is missing on some platforms. The loops vectorise.
///
/// Widening is exact. Narrowing rounds to nearest, ties to even (IEEE 754-2019, section 4.3.1);
/// what is too large becomes infinite, and NaN stays NaN. Both give the same bits also where the
/// processor flushes subnormal numbers to zero.
package enum FloatConversion {
  // MARK: One value

  @inline(__always)
  package static func widenFloat16(_ half: UInt16) -> Float {
    let magnitude = UInt32(half & 0x7fff) << 13
    let exponent = magnitude & 0x0f80_0000
    let normal = magnitude &+ (127 - 15) << 23
    // Infinity and NaN: the largest exponent goes to the largest exponent.
    let special = magnitude | 0x7f80_0000
    // Subnormal: m * 2^-24 as (1 + m * 2^-10) * 2^-14 - 2^-14, all of it in normal numbers.
    let subnormal =
      Float(bitPattern: normal &+ 1 << 23) - Float(bitPattern: (127 - 14) << 23)
    let finite = exponent == 0 ? subnormal.bitPattern : normal
    let bits = exponent == 0x0f80_0000 ? special : finite
    return Float(bitPattern: bits | UInt32(half & 0x8000) << 16)
  }

  @inline(__always)
  package static func widenBFloat16(_ half: UInt16) -> Float {
    Float(bitPattern: UInt32(half) << 16)
  }

  @inline(__always)
  package static func narrowToFloat16(_ value: Float) -> UInt16 {
    let magnitude = value.bitPattern & 0x7fff_ffff
    let sign = UInt16(truncatingIfNeeded: (value.bitPattern >> 16) & 0x8000)
    // Half of the last place, less one when the kept part is even; a carry into the exponent
    // is the right answer, also when it makes infinity.
    let rounding = 0xfff &+ (magnitude >> 13) & 1
    let normal = (magnitude &- (127 - 15) << 23 &+ rounding) >> 13
    // Below 2^-14 the addition of 0.5 leaves exactly the bits to keep, rounded by the processor.
    let subnormal = (Float(bitPattern: magnitude) + 0.5).bitPattern &- (0.5 as Float).bitPattern
    let finite = magnitude < (127 - 14) << 23 ? subnormal : normal
    let large: UInt32 = magnitude > 0x7f80_0000 ? 0x7e00 | (magnitude >> 13) & 0x1ff : 0x7c00
    let half = magnitude >= (127 + 16) << 23 ? large : finite
    return UInt16(truncatingIfNeeded: half) | sign
  }

  @inline(__always)
  package static func narrowToBFloat16(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let rounded = (bits &+ 0x7fff &+ (bits >> 16) & 1) >> 16
    let quiet = bits >> 16 | 0x40  // or a NaN whose upper bits are clear would turn infinite
    let isNaN = bits & 0x7fff_ffff > 0x7f80_0000
    return UInt16(truncatingIfNeeded: isNaN ? quiet : rounded)
  }

  // MARK: Many values

  /// Reads `destination.count` elements of a floating-point `type` from `source`, which holds
  /// that many and may lie at any address.
  static func widen(
    _ source: UnsafeRawPointer, of type: ElementType,
    into destination: UnsafeMutableBufferPointer<Float>
  ) {
    guard let output = destination.baseAddress else { return }
    let count = destination.count
    // Safe: every index below is under `count`, and `source` holds count * type.byteCount bytes.
    switch type {
    case .float32:
      UnsafeMutableRawPointer(output).copyMemory(from: source, byteCount: 4 * count)
    case .float16:
      for index in 0..<count {
        let half = source.loadUnaligned(fromByteOffset: 2 &* index, as: UInt16.self)
        output[index] = widenFloat16(half)
      }
    case .bfloat16:
      for index in 0..<count {
        let half = source.loadUnaligned(fromByteOffset: 2 &* index, as: UInt16.self)
        output[index] = widenBFloat16(half)
      }
    case .float64:
      for index in 0..<count {
        output[index] = Float(source.loadUnaligned(fromByteOffset: 8 &* index, as: Double.self))
      }
    case .int64, .int32, .int16, .int8, .uint8, .bool:
      preconditionFailure("\(type.rawValue) is not a floating-point type.")
    }
  }

  /// Writes `source` as elements of a floating-point `type` to `destination`, which is aligned
  /// and has room for them.
  static func convert(
    _ source: UnsafeBufferPointer<Float>, to type: ElementType,
    into destination: UnsafeMutableRawPointer
  ) {
    guard let input = source.baseAddress else { return }
    let count = source.count
    // Safe: every index below is under `count`.
    switch type {
    case .float32:
      destination.copyMemory(from: input, byteCount: 4 * count)
    case .float16:
      let output = destination.bindMemory(to: UInt16.self, capacity: count)
      for index in 0..<count { output[index] = narrowToFloat16(input[index]) }
    case .bfloat16:
      let output = destination.bindMemory(to: UInt16.self, capacity: count)
      for index in 0..<count { output[index] = narrowToBFloat16(input[index]) }
    case .float64:
      let output = destination.bindMemory(to: Double.self, capacity: count)
      for index in 0..<count { output[index] = Double(input[index]) }
    case .int64, .int32, .int16, .int8, .uint8, .bool:
      preconditionFailure("\(type.rawValue) is not a floating-point type.")
    }
  }

  /// The index of the first finite value that would become infinite as `type`.
  static func firstOverflow(_ values: UnsafeBufferPointer<Float>, as type: ElementType) -> Int? {
    let infinity: UInt32 = 0x7f80_0000
    let limit: UInt32
    switch type {
    case .float16: limit = (65520 as Float).bitPattern  // half a step above the largest, 65504
    case .bfloat16: limit = 0x7f7f_8000  // half a step above the largest, 0x7f7f
    default: return nil
    }
    func overflows(_ value: Float) -> Bool {
      // One unsigned comparison for limit <= magnitude < infinity.
      (value.bitPattern & 0x7fff_ffff) &- limit < infinity &- limit
    }
    var any: UInt32 = 0  // without an early exit, so that the loop vectorises
    for value in values { any |= overflows(value) ? 1 : 0 }
    return any == 0 ? nil : values.firstIndex(where: overflows)
  }
}
