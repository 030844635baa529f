import GPT2Kernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the next token is chosen among the predicted ones.
public struct Sampling: Sendable, Equatable {
  /// Divides the logits; 0 takes the most probable token every time.
  public var temperature: Double
  /// Keep only this many most probable tokens; nil keeps all.
  public var topK: Int?
  /// Keep only the most probable tokens that together reach this probability (Holtzman et al.:
  /// "The curious case of neural text degeneration", ICLR 2020); nil keeps all.
  public var topP: Double?

  public init(temperature: Double = 0, topK: Int? = nil, topP: Double? = nil) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
  }

  /// - Parameter logits: (1, V). Equal logits are taken in the order of their ids.
  public func token(from logits: Matrix, using generator: inout Philox) -> Int32 {
    let values = logits.elements
    guard temperature > 0 else {
      var best = 0
      for (id, value) in values.enumerated() where value > values[best] { best = id }
      return Int32(best)
    }
    var order = Array(values.indices)
    order.sort { values[$0] == values[$1] ? $0 < $1 : values[$0] > values[$1] }
    if let topK { order.removeLast(max(0, order.count - max(1, topK))) }
    let largest = Double(values[order[0]])
    var weights = order.map { exp((Double(values[$0]) - largest) / temperature) }
    if let topP {
      let limit = topP * weights.reduce(0, +)
      var sum = 0.0
      let kept = weights.firstIndex { weight in
        sum += weight
        return sum >= limit
      }
      weights.removeLast(weights.count - 1 - (kept ?? weights.count - 1))
    }
    var draw = Double(generator.next() >> 11) * 0x1p-53 * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      draw -= weight
      if draw < 0 { return Int32(order[index]) }
    }
    return Int32(order[weights.count - 1])
  }
}
