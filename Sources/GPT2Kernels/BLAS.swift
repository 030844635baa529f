import CVectorLoops

#if canImport(Accelerate)
  import Accelerate
#else
  import COpenBLAS
  import Glibc
#endif

/// The BLAS library behind `multiply`.
public enum BLAS {
  /// A factor of a product as it lies in memory.
  struct Operand {
    let pointer: UnsafePointer<Float>
    /// Floats from the start of one row to the start of the next.
    let stride: Int
    var isTransposed = false

    var transposed: Operand {
      Operand(pointer: pointer, stride: stride, isTransposed: !isTransposed)
    }
  }

  /// c = scale · a·b + keep · c on the calling thread; a is (m, k), b is (k, n), c is (m, n).
  static func product(
    m: Int, n: Int, k: Int, scale: Float = 1, _ a: Operand, _ b: Operand, keep: Float,
    _ c: UnsafeMutablePointer<Float>, stride: Int
  ) {
    // Using the value matters: an unused one would not be computed, and the choice not made.
    precondition(!kernelSet.isEmpty)
    cblas_sgemm(
      CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans,
      b.isTransposed ? CblasTrans : CblasNoTrans, Int32(m), Int32(n), Int32(k), scale,
      a.pointer, Int32(max(1, a.stride)), b.pointer, Int32(max(1, b.stride)), keep, c,
      Int32(max(1, stride)))
  }

  /// Makes the library ready: once per process, before the first product.
  ///
  /// - Threads: every product is cut into pieces here (`ProductPieces`), so the library itself
  ///   stays on the calling thread.
  /// - Kernels: OpenBLAS 0.3.21 takes processors that it does not know, such as AMD's Zen 4 and
  ///   Zen 5, for a Haswell, and some machines pin Haswell for all programs (`OPENBLAS_CORETYPE`).
  ///   Either leaves half of the speed of a processor with AVX-512 unused, so there the library
  ///   is told to choose again. `SPAMTUNE_BLAS_KERNELS=keep` leaves the library's choice alone.
  ///
  /// - Returns: The name of the kernel set, for reports.
  public static let kernelSet: String = {
    #if canImport(Accelerate)
      return "Accelerate"
    #else
      openblas_set_num_threads(1)
      let keeps = getenv("SPAMTUNE_BLAS_KERNELS").map { String(cString: $0) } == "keep"
      if !keeps, vl_has_avx512() == 1, ["Haswell", "Zen"].contains(coreName()) {
        chooseKernelsAgain(as: "SkylakeX")
      }
      return "OpenBLAS \(coreName())"
    #endif
  }()

  #if !canImport(Accelerate)
    private static func coreName() -> String {
      openblas_get_corename().map { String(cString: $0) } ?? "unknown"
    }

    /// Runs the steps that the library's own loading runs, with another processor named.
    ///
    /// Both entry points are looked up by name because no header declares them: a build of
    /// OpenBLAS for a single processor has neither, and then nothing is to be chosen.
    private static func chooseKernelsAgain(as name: String) {
      typealias Step = @convention(c) () -> Void
      guard let quit = dlsym(nil, "gotoblas_dynamic_quit"),
        let start = dlsym(nil, "gotoblas_dynamic_init")
      else { return }
      let pinned = getenv("OPENBLAS_CORETYPE").map { String(cString: $0) }
      setenv("OPENBLAS_CORETYPE", name, 1)
      // Safe: the C signatures are void(void); no product is running yet.
      unsafeBitCast(quit, to: Step.self)()
      unsafeBitCast(start, to: Step.self)()
      if let pinned {
        setenv("OPENBLAS_CORETYPE", pinned, 1)
      } else {
        unsetenv("OPENBLAS_CORETYPE")
      }
    }
  #endif
}
