import TextDatasets

/// The character 5-grams of a normalised message: what two messages are compared by.
package struct GramSet: Hashable {
  /// Distinct, ascending.
  package let grams: [UInt128]

  private static let length = 5

  /// Of a message with fewer than five characters the whole is the only one.
  package init(_ key: MessageNormalisation.Key) {
    let scalars = String(decoding: key.bytes, as: UTF8.self).unicodeScalars.map(\.value)
    // Five scalars of 21 bits each.
    var gram: UInt128 = 0
    var grams: [UInt128] = []
    grams.reserveCapacity(scalars.count)
    for (place, scalar) in scalars.enumerated() {
      gram = (gram << 21 | UInt128(scalar)) & (1 << 105 - 1)
      if place + 1 >= Self.length { grams.append(gram) }
    }
    if grams.isEmpty { grams.append(gram) }
    self.grams = Set(grams).sorted()
  }
}
