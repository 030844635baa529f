import Foundation

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
