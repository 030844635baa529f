/// A list of byte strings laid end to end in one buffer.
struct ByteStrings: Sendable {
  /// All strings, one after another. Bytes appended here belong to the string that the next
  /// `close()` completes.
  var bytes: [UInt8] = []
  private var ends: [Int] = []

  var count: Int { ends.count }

  /// Where string `index` lies in `bytes`.
  func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  subscript(index: Int) -> ArraySlice<UInt8> { bytes[range(index)] }

  mutating func close() { ends.append(bytes.count) }

  mutating func append(_ string: some Sequence<UInt8>) {
    bytes.append(contentsOf: string)
    close()
  }
}

/// A byte string between quotes, shortened and escaped so that it fits in an error's sentence.
func quoted(_ bytes: some Collection<UInt8>) -> String {
  let limit = 40
  let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
  return text.debugDescription + (bytes.count > limit ? "..." : "")
}

/// Distinct byte strings numbered in order of insertion, found again by hashing.
///
/// Swift's `String` would not do as a key: its equality is canonical equivalence, under which
/// different tokens are equal.
struct ByteStringTable: Sendable {
  private(set) var strings = ByteStrings()
  /// Open addressing with linear probing; a power of two of slots, -1 where empty.
  private var slots = [Int32](repeating: -1, count: 1024)
  private var indexed = 0

  var count: Int { strings.count }

  subscript(index: Int) -> ArraySlice<UInt8> { strings[index] }

  func index(of string: UnsafeBufferPointer<UInt8>) -> Int? {
    let found = slots[slotHolding(string)]
    return found < 0 ? nil : Int(found)
  }

  func index(of string: ArraySlice<UInt8>) -> Int? {
    string.withUnsafeBufferPointer { index(of: $0) }
  }

  /// The number of `string`, which is appended unless it is there already.
  mutating func insert(_ string: UnsafeBufferPointer<UInt8>) -> (index: Int, isNew: Bool) {
    let slot = slotHolding(string)
    if slots[slot] >= 0 { return (Int(slots[slot]), false) }
    slots[slot] = Int32(strings.count)
    strings.append(string)
    indexed += 1
    if 2 * indexed > slots.count { grow() }
    return (strings.count - 1, true)
  }

  mutating func insert(_ string: ArraySlice<UInt8>) -> (index: Int, isNew: Bool) {
    string.withUnsafeBufferPointer { insert($0) }
  }

  /// Takes the next number for a string that is not to be found by its bytes.
  mutating func appendUnindexed(_ string: some Sequence<UInt8>) { strings.append(string) }

  /// The slot that holds `string`, or the empty one where it belongs.
  private func slotHolding(_ string: UnsafeBufferPointer<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Self.hash(string) & mask
    // Safe: ranges of `strings` lie inside `bytes`, and at least half of the slots are empty.
    return strings.bytes.withUnsafeBufferPointer { bytes in
      while slots[slot] >= 0 {
        let range = strings.range(Int(slots[slot]))
        if range.count == string.count, bytes[range].elementsEqual(string) { break }
        slot = (slot + 1) & mask
      }
      return slot
    }
  }

  private mutating func grow() {
    let old = slots
    slots = [Int32](repeating: -1, count: 2 * old.count)
    for index in old where index >= 0 {
      let slot = strings[Int(index)].withUnsafeBufferPointer { slotHolding($0) }
      slots[slot] = index
    }
  }

  /// FNV-1a, folded because the slot comes from the low bits.
  private static func hash(_ string: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in string { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: hash ^ (hash >> 32))
  }
}
