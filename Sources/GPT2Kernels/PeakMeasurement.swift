/// How fast this machine multiplies matrices at best: what other rates are compared with.
public enum PeakMeasurement {
  /// Floating-point operations per second of a product of 2,048 × 1,024 by 1,024 × 1,024 on all
  /// threads in use: the best of several, about a fifth of a second in all.
  public static func matrixProduct() -> Double {
    let a = Matrix(rows: 2048, columns: 1024)
    let b = Matrix(rows: 1024, columns: 1024)
    let c = Matrix(rows: 2048, columns: 1024)
    a.fill(with: 0.5)
    b.fill(with: 0.25)
    var best = Duration.seconds(1_000)
    for _ in 0..<10 {
      let start = ContinuousClock.now
      multiply(a, b, into: c)
      best = min(best, start.duration(to: .now))
    }
    return 2 * 2048 * 1024 * 1024 / (best / .seconds(1))
  }
}
