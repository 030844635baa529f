import CVectorLoops
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Work spread over the processor's cores.
///
/// Results never depend on the number of threads: callers cut their work into pieces by its shape
/// alone, each piece writes to its own place, and sums over pieces are taken in a fixed order.
public enum Parallel {
  private static let limit = Atomic<Int>(availableProcessors())

  /// The number of threads in use, at least 1. Starts at the number of processors this process
  /// may run on.
  public static var threads: Int {
    get { limit.load(ordering: .relaxed) }
    set { limit.store(max(1, newValue), ordering: .relaxed) }
  }

  /// Calls `body` once for each index in 0..<count, on up to `threads` threads, and returns when
  /// all calls have. Inside another `forEach` the calls run one after another on the caller's
  /// thread: the outermost loop already keeps the cores busy.
  public static func forEach(_ count: Int, _ body: (Int) -> Void) {
    let workers = min(threads, count)
    guard workers > 1, !isWorker else {
      for index in 0..<count { body(index) }
      return
    }
    // Safe: `concurrentPerform` returns after the last call, and callers' pieces are disjoint.
    nonisolated(unsafe) let body = body
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      isWorker = true
      defer { isWorker = false }
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }

  /// Set on a thread while it works on a piece.
  private(set) static var isWorker: Bool {
    get { pthread_getspecific(workerKey) != nil }
    set { pthread_setspecific(workerKey, newValue ? UnsafeRawPointer(bitPattern: 1) : nil) }
  }

  private static let workerKey: pthread_key_t = {
    var key = pthread_key_t()
    let failure = pthread_key_create(&key, nil)
    precondition(failure == 0, "no thread-local storage: \(failure)")
    return key
  }()

  /// Processors that the scheduler lets this process use (containers often allow fewer than the
  /// machine has), further limited by the control group's quota.
  private static func availableProcessors() -> Int {
    let allowed = Int(vl_processor_count())
    return max(1, min(allowed, quotaOfControlGroup() ?? allowed))
  }

  /// Whole processors granted by a version 2 control group ("quota period" or "max period" in
  /// `cpu.max`), nil without a limit.
  private static func quotaOfControlGroup() -> Int? {
    guard let file = fopen("/sys/fs/cgroup/cpu.max", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 64)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let fields = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard fields.count == 2, fields[1] > 0 else { return nil }
    return max(1, Int((fields[0] / fields[1]).rounded(.up)))
  }
}
