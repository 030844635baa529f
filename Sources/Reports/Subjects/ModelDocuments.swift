import ClassificationMetrics
import ClassifierModels
import Experiments
import SpamTuneKit

/// What models and machines are.
extension Document {
  /// How fast this machine does each part of the work.
  package init(_ benchmark: Benchmark) {
    let machine = benchmark.machine
    func giga(_ value: Double) -> String { NumberFormat.decimals(value / 1e9, 0) }
    let packed = machine.packedPeaks.sorted { $0.value < $1.value }.map {
      "\($0.key) \(giga($0.value))"
    }
    self.init(blocks: [
      .facts([
        Fact("threads", count: machine.threads),
        Fact("memory bandwidth", giga(machine.memoryBandwidth) + " GB/s"),
        Fact(machine.kernels, giga(machine.productPeak) + " GFLOP/s"),
        machine.packedKernels.map {
          Fact($0, packed.joined(separator: ", ") + " GFLOP/s")
        } ?? Fact("oneDNN", "not installed"),
      ]),
      .table(
        Table(
          nil, ["phase", "ms", "rate", "unit", "share"],
          benchmark.phases.map { phase in
            [
              .name(phase.name), .decimals(phase.seconds * 1000, 2),
              .decimals(phase.rate, phase.rate < 10 ? 1 : 0), .text(phase.unit),
              .text(share(phase)),
            ]
          })),
      .paragraph("peak memory " + NumberFormat.mebibytes(benchmark.peakMemoryBytes)),
    ])

    func share(_ phase: Benchmark.Phase) -> String {
      guard let share = phase.share, let peak = phase.shareOf else { return "" }
      return NumberFormat.decimals(share * 100, 0) + " % of " + peak
    }
  }

  /// What folding an adapter into its base did to answers.
  package init(_ comparison: AdapterMerge.Comparison, into target: AdapterMerge.Target) {
    self.init(blocks: [
      .table(
        Table(
          "On \(NumberFormat.count(comparison.messages, "message")):",
          ["adapter", .estimate("accuracy")],
          [
            [.name("beside the base"), .metric(comparison.accuracyBefore)],
            [
              .name("merged into the \(target.rawValue) weights"),
              .metric(comparison.accuracyAfter),
            ],
          ])),
      .paragraph(
        "\(NumberFormat.count(comparison.changedAnswers, "answer")) changed; probabilities by "
          + "\(NumberFormat.significant(comparison.largestDifference, 2)) at most."),
    ])
  }

  /// What a model's folder, or a single file of tensors, holds.
  package init(_ inspection: ModelInspection) {
    var facts: [Fact] = []
    if let model = inspection.configuration {
      facts.append(
        Fact(
          "GPT-2",
          "\(model.blocks) blocks, \(model.heads) heads, width \(model.width), context \(model.context), "
            + "vocabulary \(model.vocabulary)"))
      if let labels = model.labels {
        facts.append(Fact("classes", labels.joined(separator: ", ")))
        facts.append(Fact("pooling", model.pooling ?? "last"))
      }
      if let decision = model.decision { facts.append(Fact("decision", Self.text(decision))) }
    }
    if let base = inspection.base { facts.append(Fact("base", base, isCode: true)) }
    var counts = [Fact("parameters stored", count: inspection.storedParameters)]
    if let total = inspection.totalParameters {
      counts.append(Fact("parameters in all", count: total))
    }
    if let trainable = inspection.trainableParameters {
      counts.append(Fact("trainable with the default last-1", count: trainable))
    }
    counts += inspection.digests.sorted { $0.key < $1.key }.map {
      Fact("SHA-256 of \($0.key)", $0.value, isCode: true)
    }
    let tensors = Table(
      nil, ["tensor", "type", "shape", "file"],
      inspection.tensors.map { tensor in
        [
          .name(tensor.name), .text(tensor.dtype),
          .text(tensor.shape.map(String.init).joined(separator: " × ")), .text(tensor.file),
        ]
      })
    self.init(
      blocks: (facts.isEmpty ? [] : [.facts(facts)]) + [.table(tensors), .facts(counts)])
  }

  private static func text(_ decision: ModelDecision) -> String {
    var parts = ["temperature \(NumberFormat.metric(decision.temperature))"]
    if let rule = decision.rule, let label = decision.positiveLabel {
      parts.append("\(label) from \(NumberFormat.probability(rule.threshold))")
      if let unsure = rule.unsureFrom {
        parts.append("unsure from \(NumberFormat.probability(unsure))")
      }
    }
    if let data = decision.evidence?.data { parts.append("by the \(data)") }
    return parts.joined(separator: ", ")
  }
}
