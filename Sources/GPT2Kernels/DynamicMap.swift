/// The 256 values of 8-bit dynamic quantisation, ascending: seven decades on either side of zero, each
/// of which has twice as many values as the smaller one before it.
///
/// Source: Dettmers, "8-bit approximations for parallelism in deep learning" (ICLR 2016), section 2.1;
/// bit for bit as `create_dynamic_map(signed=True)` of bitsandbytes makes it.
public enum DynamicMap {
  public static let signed: [Float] = {
    var values: [Float] = [0, 1]
    let magnitudes: [Float] = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1]
    for (decade, magnitude) in magnitudes.enumerated() {
      let edges = evenSteps(from: 0.1, to: 1, count: 1 << decade + 1)
      for (low, high) in zip(edges, edges.dropFirst()) {
        let value = magnitude * ((low + high) / 2)
        values += [value, -value]
      }
    }
    return values.sorted()
  }()

  /// The index of the value nearest to `x`, the lower one of two.
  static func nearest(to x: Float) -> Int {
    // The number of midpoints below x.
    var (low, high) = (0, midpoints.count)
    while low < high {
      let middle = (low + high) / 2
      if midpoints[middle] < x { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static let midpoints = zip(signed, signed.dropFirst()).map { ($0 + $1) / 2 }

  /// As `torch.linspace` rounds them: from the nearer end, each product and sum at once.
  private static func evenSteps(from first: Float, to last: Float, count: Int) -> [Float] {
    let step = (last - first) / Float(count - 1)
    return (0..<count).map { index in
      index < count / 2
        ? first.addingProduct(step, Float(index))
        : last.addingProduct(-step, Float(count - 1 - index))
    }
  }
}
