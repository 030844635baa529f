import Synchronization

/// Remembers the tokens of short words, which make up most of any text.
///
/// Direct-mapped: a word overwrites whichever word had its slot.
struct WordCache: Sendable {
  /// The longest word that is remembered, in bytes.
  static let longestWord = 15
  /// The most tokens that are remembered for one word.
  static let mostTokens = 4
  static let slotBits = 14

  /// Up to 15 bytes of a word, and its length in the topmost byte, so that no key is zero.
  struct Key: Equatable {
    var low: UInt64
    var high: UInt64

    /// Safe: eight or sixteen bytes are loaded at once only where the text has as many.
    @inline(__always)
    init(_ word: Range<Int>, of text: UnsafeBufferPointer<UInt8>) {
      low = 0
      high = 0
      let length = word.count
      if word.lowerBound + 16 <= text.count, let base = text.baseAddress {
        let start = UnsafeRawPointer(base + word.lowerBound)
        low = UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
        if length > 8 {
          let rest = start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
          high = UInt64(littleEndian: rest) & (UInt64.max >> UInt64(128 - 8 * length))
        } else {
          low &= UInt64.max >> UInt64(64 - 8 * length)
        }
      } else {
        for (offset, index) in word.enumerated() {
          let byte = UInt64(text[index])
          if offset < 8 {
            low |= byte << UInt64(8 * offset)
          } else {
            high |= byte << UInt64(8 * (offset - 8))
          }
        }
      }
      high |= UInt64(length) << 56
    }

    @inline(__always)
    var slot: Int {
      let product = (low ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(
        by: high ^ 0xD6E8_FEB8_6659_FD93)
      return Int(truncatingIfNeeded: (product.high ^ product.low) >> UInt64(64 - slotBits))
    }
  }

  struct Slot {
    var key: (low: UInt64, high: UInt64) = (0, 0)
    /// Padded with -1.
    var tokens = SIMD4<Int32>(repeating: -1)
  }

  var slots = [Slot](repeating: Slot(), count: 1 << slotBits)
}

/// The word caches of a tokenizer. Each call of `encode` borrows one for itself, so there are as
/// many as there were calls at the same time.
final class WordCachePool: Sendable {
  private let idle = Mutex<[WordCache]>([])

  func withCache(_ body: (UnsafeMutableBufferPointer<WordCache.Slot>) -> Void) {
    var cache = idle.withLock { $0.popLast() } ?? WordCache()
    cache.slots.withUnsafeMutableBufferPointer { body($0) }
    let used = consume cache
    idle.withLock { $0.append(used) }
  }
}
