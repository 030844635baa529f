import Foundation
import ModelFiles
import Testing

/// Every 16-bit pattern, against arithmetic in `Double`, in which all of them are exact.
@Suite struct FloatConversionTests {
  /// The value of a 16-bit float with this many exponent bits, by the definition of the format
  /// (IEEE 754-2019, section 3.4). Not for NaN.
  static func value(of bits: UInt16, exponentBits: Int) -> Double {
    let mantissaBits = 15 - exponentBits
    let bias = (1 << (exponentBits - 1)) - 1
    let mantissa = Int(bits) & ((1 << mantissaBits) - 1)
    let exponent = (Int(bits) & 0x7fff) >> mantissaBits
    let sign: Double = bits & 0x8000 == 0 ? 1 : -1
    if exponent == (1 << exponentBits) - 1 { return sign * .infinity }
    let significand = exponent == 0 ? mantissa : mantissa + 1 << mantissaBits
    return sign * scalbn(Double(significand), max(exponent, 1) - bias - mantissaBits)
  }

  struct Format: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let exponentBits: Int
    let infinity: UInt16
    let widen: @Sendable (UInt16) -> Float
    let narrow: @Sendable (Float) -> UInt16
  }

  static let formats = [
    Format(
      testDescription: "F16", exponentBits: 5, infinity: 0x7c00,
      widen: { FloatConversion.widenFloat16($0) }, narrow: { FloatConversion.narrowToFloat16($0) }),
    Format(
      testDescription: "BF16", exponentBits: 8, infinity: 0x7f80,
      widen: { FloatConversion.widenBFloat16($0) },
      narrow: { FloatConversion.narrowToBFloat16($0) }),
  ]

  @Test(arguments: formats)
  func wideningIsExactAndNarrowingUndoesIt(_ format: Format) {
    var wrong: [UInt16] = []
    for bits in UInt16.min ... .max {
      let wide = format.widen(bits)
      if bits & 0x7fff > format.infinity {
        // NaN keeps sign and payload; narrowing may set the quiet bit.
        let quiet = bits | 1 << (14 - format.exponentBits)
        if !wide.isNaN || format.narrow(wide) != quiet { wrong.append(bits) }
      } else {
        let expected = Self.value(of: bits, exponentBits: format.exponentBits)
        let isExact = Double(wide) == expected && (wide.sign == .minus) == (bits & 0x8000 != 0)
        if !isExact || format.narrow(wide) != bits { wrong.append(bits) }
      }
    }
    #expect(wrong.isEmpty)
  }

  /// Between each number and the next: at the middle to the even one, beside it to the nearer.
  @Test(arguments: formats)
  func narrowingRoundsToNearestEven(_ format: Format) {
    var wrong: [UInt16] = []
    for low in 0..<format.infinity {
      let high = low + 1
      let lower = Self.value(of: low, exponentBits: format.exponentBits)
      // Infinity takes the place of the number that would come next.
      let upper =
        high == format.infinity
        ? scalbn(1, 1 << (format.exponentBits - 1))
        : Self.value(of: high, exponentBits: format.exponentBits)
      let middle = Float((lower + upper) / 2)
      #expect(Double(middle) == (lower + upper) / 2)
      let even = low.isMultiple(of: 2) ? low : high
      for (value, expected) in [(middle.nextDown, low), (middle, even), (middle.nextUp, high)]
      where format.narrow(value) != expected || format.narrow(-value) != expected | 0x8000 {
        wrong.append(low)
      }
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: formats)
  func everyNaNStaysNaN(_ format: Format) {
    for payload in [1, 0x1fff, 0x2000, 0xffff, 0x1_0000, 0x3f_ffff, 0x40_0000, 0x7f_ffff] {
      for sign: UInt32 in [0, 0x8000_0000] {
        let value = Float(bitPattern: 0x7f80_0000 | UInt32(payload) | sign)
        #expect(format.narrow(value) & 0x7fff > format.infinity)
        #expect(format.narrow(value) >> 15 == UInt16(sign >> 31))
      }
    }
  }

  @Test(arguments: formats)
  func extremes(_ format: Format) {
    #expect(format.narrow(.greatestFiniteMagnitude) == format.infinity)
    #expect(format.narrow(-.infinity) == format.infinity | 0x8000)
    #expect(format.narrow(.leastNonzeroMagnitude) == 0)
    #expect(format.narrow(-.leastNonzeroMagnitude) == 0x8000)
  }
}
