/// A map from pairs of token ids to numbers, by open addressing with linear probing.
struct PairTable: Sendable {
  struct Slot {
    var pair: UInt64
    var value: UInt32
  }

  /// The answer for a pair that is not in the table.
  static let absent = UInt32.max
  /// No pair of ids, which are below 2^31.
  private static let empty = UInt64.max

  private(set) var slots: [Slot]
  private(set) var shift: Int
  private(set) var count = 0

  /// - Parameter capacity: how many pairs to make room for; the table grows beyond it.
  init(capacity: Int) {
    var bits = 6
    while 1 << bits < 2 * capacity { bits += 1 }
    slots = Array(repeating: Slot(pair: Self.empty, value: Self.absent), count: 1 << bits)
    shift = 64 - bits
  }

  @inline(__always)
  static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// The value of `pair`, which becomes `value` if the pair is new.
  mutating func insert(_ pair: UInt64, value: UInt32) -> (value: UInt32, isNew: Bool) {
    let slot = view { $0.slot(of: pair) }
    if slots[slot].pair == pair { return (slots[slot].value, false) }
    slots[slot] = Slot(pair: pair, value: value)
    count += 1
    if 2 * count > slots.count {
      var larger = PairTable(capacity: slots.count)
      for slot in slots where slot.pair != Self.empty {
        _ = larger.insert(slot.pair, value: slot.value)
      }
      self = larger
    }
    return (value, true)
  }

  /// Reads the table without bounds checks.
  func view<Result>(_ body: (View) -> Result) -> Result {
    slots.withUnsafeBufferPointer { body(View(slots: $0, shift: shift)) }
  }

  /// The table during one call of `view`.
  struct View {
    let slots: UnsafeBufferPointer<Slot>
    let shift: Int

    /// Safe: the hash keeps as many bits as index the slots, probing wraps, and at least half of
    /// the slots are empty.
    @inline(__always)
    func slot(of pair: UInt64) -> Int {
      let mask = slots.count - 1
      var slot = Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> UInt64(shift))
      while slots[slot].pair != pair && slots[slot].pair != PairTable.empty {
        slot = (slot + 1) & mask
      }
      return slot
    }

    @inline(__always)
    func value(_ left: Int32, _ right: Int32) -> UInt32 {
      slots[slot(of: PairTable.pair(left, right))].value
    }
  }
}
