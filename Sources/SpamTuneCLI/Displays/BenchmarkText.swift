import Foundation
import Reports
import SpamTuneKit

/// A benchmark as a person reads it.
enum BenchmarkText {
  static func text(_ benchmark: Benchmark) -> String {
    var table = TextTable(["phase", "ms", "rate", "", "share"], .left, .right, .right, .left)
    for phase in benchmark.phases {
      table.append([
        phase.name, String(format: "%.2f", phase.seconds * 1000),
        String(format: phase.rate < 10 ? "%.1f" : "%.0f", phase.rate), phase.unit,
        share(phase),
      ])
    }
    return machine(benchmark.machine) + "\n\n" + table.text
      + "\n\npeak memory \(benchmark.peakMemoryBytes >> 20) MiB"
  }

  private static func machine(_ machine: Benchmark.Machine) -> String {
    let packed = machine.packedPeaks.sorted { $0.value < $1.value }.map {
      "\($0.key) \(giga($0.value))"
    }
    return "\(machine.threads) threads, \(giga(machine.memoryBandwidth)) GB/s\n"
      + "\(machine.kernels): \(giga(machine.productPeak)) GFLOP/s\n"
      + (machine.packedKernels.map { "\($0): \(packed.joined(separator: ", ")) GFLOP/s" }
        ?? "oneDNN: not installed")
  }

  private static func giga(_ value: Double) -> String { String(format: "%.0f", value / 1e9) }

  private static func share(_ phase: Benchmark.Phase) -> String {
    guard let share = phase.share, let peak = phase.shareOf else { return "" }
    return String(format: "%.0f %% of %@", share * 100, peak)
  }
}
