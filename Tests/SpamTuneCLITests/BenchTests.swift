import Foundation
import Testing

@Suite struct BenchTests {
  private struct Report: Decodable {
    struct Machine: Decodable {
      let threads: Int
      let productPeak: Double
      let packedKernels: String?
      let packedPeaks: [String: Double]
      let memoryBandwidth: Double

      private enum CodingKeys: String, CodingKey {
        case threads
        case productPeak = "product_peak"
        case packedKernels = "packed_kernels"
        case packedPeaks = "packed_peaks"
        case memoryBandwidth = "memory_bandwidth"
      }
    }
    struct Phase: Decodable {
      let name: String
      let seconds: Double
      let rate: Double
      let unit: String
      let share: Double?
    }
    let machine: Machine
    let phases: [Phase]
    let peakMemoryBytes: Int
    let bytesAllocatedPerStep: Int

    private enum CodingKeys: String, CodingKey {
      case machine, phases
      case peakMemoryBytes = "peak_memory_bytes"
      case bytesAllocatedPerStep = "bytes_allocated_per_step"
    }
  }

  private func report(_ environment: [String: String] = [:]) throws -> Report {
    let bench = try Workbench()
    let program = try Spamtune(
      ["bench", "--base", bench.base, "--data", bench.data, "--format", "json", "--threads", "2"],
      in: bench.folder, environment: environment)
    let outcome = program.finish()
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(!bench.exists("home"), "a benchmark leaves nothing behind")
    return try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
  }

  @Test func everyPartOfTheWorkIsMeasured() throws {
    let report = try report()
    #expect(report.machine.threads == 2)
    #expect(report.machine.productPeak > 1e9 && report.machine.memoryBandwidth > 1e8)
    for name in [
      "load", "tokenise", "frozen part, float32", "train, a step of 8", "evaluate",
      "classify 21 tokens, float32", "classify many, float32", "pretrain",
    ] {
      #expect(report.phases.contains { $0.name.hasPrefix(name.prefix(12)) }, "\(name)")
    }
    for phase in report.phases {
      #expect(phase.seconds > 0 && phase.rate > 0, "\(phase.name)")
      // Above 1 something was counted that was not done.
      #expect(phase.share.map { 0..<1.3 ~= $0 } ?? true, "\(phase.name): \(phase.share ?? 0)")
    }
    #expect(report.peakMemoryBytes > 10 << 20)
  }

  @Test func withoutTheLibraryOpenBLASDoesItAll() throws {
    let report = try report(["SPAMTUNE_ONEDNN": "off"])
    #expect(report.machine.packedKernels == nil && report.machine.packedPeaks.isEmpty)
    #expect(report.phases.contains { $0.name == "frozen part, float32" })
    #expect(!report.phases.contains { $0.name.contains("int8") })
  }

  /// A step that allocated what it works with would ask for several times as much.
  @Test func aSteadyTrainingStepReusesItsMemory() throws {
    #expect(try report().bytesAllocatedPerStep < 4096)
  }

  @Test func whatCannotBeMeasuredIsSaid() throws {
    let bench = try Workbench()
    for arguments in [
      ["--base", bench.base, "--data", "no.tsv"], ["--base", "no", "--data", bench.data],
    ] {
      let outcome = try bench.run(["bench"] + arguments)
      #expect(outcome.exitCode == 65 && outcome.output == "", "\(outcome.errors)")
    }
  }
}
