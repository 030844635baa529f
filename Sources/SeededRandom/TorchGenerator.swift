/// PyTorch's CPU generator after `torch.manual_seed`, with the draws that training a classifier
/// makes of it.
///
/// Source: PyTorch 2.13 and 2.15, `aten/src/ATen/CPUGeneratorImpl.cpp`,
/// `core/TransformationHelper.h`, and `randperm_cpu` of `native/TensorFactories.cpp`.
public struct TorchGenerator: Sendable {
  private var generator: MersenneTwister

  /// - Parameter seed: As `manual_seed` takes it, which uses the lower 32 bits.
  public init(seed: UInt64) {
    generator = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
  }

  /// An integer of 63 bits, `torch.empty((), dtype=torch.int64).random_()`: what a data loader
  /// draws to seed others.
  public mutating func integer() -> UInt64 { generator.next() & (UInt64.max >> 1) }

  /// 0..<count in random order, `torch.randperm(count)`. The remainders are a little biased, as
  /// they are there.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    let isSmall = count < Int(UInt32.max / 20)
    for place in 0..<max(0, count - 1) {
      let number = isSmall ? UInt64(generator.nextWord()) : generator.next()
      order.swapAt(place, place + Int(number % UInt64(count - place)))
    }
    return order
  }

  /// A number from -bound..<bound, an element of `uniform_(-bound, bound)` in float32.
  ///
  /// PyTorch's code leaves it to the compiler whether product and sum are rounded together, which
  /// is so in its builds for processors with AVX2 or later, and therefore here.
  public mutating func uniform(within bound: Double) -> Float {
    let (low, high) = (Float(-bound), Float(bound))
    return low.addingProduct(uniformUnit(), high - low)
  }

  /// A number from 0..<1, of 24 bits.
  mutating func uniformUnit() -> Float {
    Float(generator.nextWord() & 0xFF_FFFF) * 0x1p-24
  }
}
