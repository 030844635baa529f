import Foundation

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
  private mutating func uniformUnit() -> Float {
    Float(generator.nextWord() & 0xFF_FFFF) * 0x1p-24
  }
}

extension TorchGenerator {
  /// The weights that a new `torch.nn.Linear(inputs, outputs)` has: (outputs, inputs) row by row, and
  /// one bias per output, all uniform within 1/√inputs.
  ///
  /// The weights' bound is computed in the detour of He's initialisation for a leaky ReLU of slope
  /// √5, whose last bit may differ.
  ///
  /// - Parameter inputs: At least 1.
  ///
  /// Source: PyTorch 2.13, `Linear.reset_parameters`; K. He and others, "Delving Deep into
  /// Rectifiers", ICCV 2015.
  public mutating func linear(
    inputs: Int, outputs: Int
  ) -> (weights: [Float], biases: [Float]) {
    precondition(inputs > 0, "a linear map of \(inputs) inputs")
    let fan = Double(inputs).squareRoot()
    let slope = 5.0.squareRoot()
    let deviation = (2 / (1 + slope * slope)).squareRoot() / fan
    let weightBound = 3.0.squareRoot() * deviation
    let weights = (0..<inputs * outputs).map { _ in uniform(within: weightBound) }
    return (weights, (0..<outputs).map { _ in uniform(within: 1 / fan) })
  }
}

extension TorchGenerator {
  /// How many numbers a tensor needs to be filled as `normal` does it; PyTorch draws fewer otherwise.
  public static let fewestNormal = 16

  /// `torch.empty(count).normal_()`: numbers of mean 0 and deviation 1, by Box and Muller in groups of 16.
  ///
  /// Their last bits may differ: PyTorch approximates logarithm, sine and cosine for vectors.
  ///
  /// - Parameter count: At least `fewestNormal`.
  ///
  /// Source: PyTorch 2.15, `normal_fill` of `aten/src/ATen/native/cpu/DistributionTemplates.h`.
  public mutating func normal(_ count: Int) -> [Float] {
    precondition(count >= Self.fewestNormal, "\(count) numbers are drawn in another way")
    let group = Self.fewestNormal
    var numbers = (0..<count).map { _ in uniformUnit() }
    for start in stride(from: 0, through: count - group, by: group) {
      Self.transform(&numbers, from: start)
    }
    if count % group != 0 {
      // The last group is drawn anew, over what it has in common with the one before.
      let last = count - group
      for index in last..<count { numbers[index] = uniformUnit() }
      Self.transform(&numbers, from: last)
    }
    return numbers
  }

  /// Makes 16 uniform numbers from 0..<1 normal ones: of two that lie eight apart, one gives the radius,
  /// the other the angle.
  private static func transform(_ numbers: inout [Float], from start: Int) {
    for first in start..<start + 8 {
      let radius = (-2 * log(1 - numbers[first])).squareRoot()
      let angle = 2 * Float.pi * numbers[first + 8]
      numbers[first] = radius * cos(angle)
      numbers[first + 8] = radius * sin(angle)
    }
  }
}
