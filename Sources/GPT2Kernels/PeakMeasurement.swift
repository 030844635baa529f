/// How fast this machine is at best: what other rates are compared with.
public enum PeakMeasurement {
  /// Floating-point operations per second of a product of 2,048 × 1,024 by 1,024 × 1,024 on all
  /// threads in use: the best of several, about a fifth of a second in all.
  public static func matrixProduct() -> Double {
    let (a, b) = operands()
    let c = Matrix(rows: 2048, columns: 1024)
    return 2 * 2048 * 1024 * 1024 / shortest(of: 10) { multiply(a, b, into: c) }
  }

  /// The same with packed weights, in a precision that this machine `canPack`.
  public static func packedProduct(_ precision: Precision) -> Double {
    let (a, b) = operands()
    let c = Matrix(rows: 2048, columns: 1024)
    let packed = PackedWeights(b, bias: Matrix(count: 1024), precision: precision)
    return 2 * 2048 * 1024 * 1024 / shortest(of: 20) { packed.multiply(a, into: c) }
  }

  /// Bytes per second that all threads in use read and write when they add one array of 64 MiB to another.
  public static func memoryBandwidth() -> Double {
    let (x, y) = (Matrix(rows: 4096, columns: 4096), Matrix(rows: 4096, columns: 4096))
    return 3 * 4 * Double(x.count) / shortest(of: 10) { y.add(x) }
  }

  private static func operands() -> (Matrix, Matrix) {
    let (a, b) = (Matrix(rows: 2048, columns: 1024), Matrix(rows: 1024, columns: 1024))
    // Not one value: processors run faster on zeros and constants than on what models are made of.
    var generator = Philox(seed: 1)
    a.fillNormal(deviation: 1, using: &generator)
    b.fillNormal(deviation: 1, using: &generator)
    return (a, b)
  }

  /// Seconds.
  private static func shortest(of count: Int, _ body: () -> Void) -> Double {
    var best = Duration.seconds(1_000)
    for _ in 0..<count {
      let start = ContinuousClock.now
      body()
      best = min(best, start.duration(to: .now))
    }
    return best / .seconds(1)
  }
}
