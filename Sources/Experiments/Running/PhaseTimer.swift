#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the time of a run goes.
public final class PhaseTimer {
  public enum Phase: String, Sendable, CaseIterable, Codable {
    case load, tokenise, features, train, evaluate, save
  }

  /// Wall-clock time of the phases that were entered.
  private var durations: [Phase: Duration] = [:]

  package init() {}

  /// Runs `body` and adds its time to a phase.
  package func time<Result>(_ phase: Phase, _ body: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    defer { durations[phase, default: .zero] += start.duration(to: .now) }
    return try body()
  }

  /// Moves time from one phase to another, for work that was timed inside a larger part.
  package func move(_ duration: Duration, from source: Phase, to target: Phase) {
    durations[source, default: .zero] -= duration
    durations[target, default: .zero] += duration
  }

  /// Seconds by name.
  package var seconds: [String: Double] {
    Dictionary(
      uniqueKeysWithValues: durations.map { ($0.key.rawValue, $0.value.inSeconds) })
  }
}

extension Duration {
  public var inSeconds: Double { self / .seconds(1) }
}

/// The most memory this process has had resident, in bytes; pages of mapped files included.
public func peakMemoryBytes() -> Int64 {
  var usage = rusage()
  #if os(Linux)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int64(usage.ru_maxrss) * 1024
  #else
    getrusage(RUSAGE_SELF, &usage)
    return Int64(usage.ru_maxrss)
  #endif
}
