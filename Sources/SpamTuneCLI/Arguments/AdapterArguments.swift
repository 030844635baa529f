import ArgumentParser
import FineTuning
import GPT2
import GPT2Kernels

/// What learns, and in which form: the weights themselves, or adapters beside them.
enum TrainingMethod: String, ExpressibleByArgument, CaseIterable {
  case fineTune = "fine-tune"
  case lora
  case qloraInt8 = "qlora-int8"
  case qloraNF4 = "qlora-nf4"

  /// How the weights below the adapters are kept.
  var quantisation: QuantisationFormat? {
    switch self {
    case .fineTune, .lora: nil
    case .qloraInt8: .int8
    case .qloraNF4: .nf4
    }
  }
}

/// Low-rank adapters. What is not given is as `AdapterSettings` has it.
struct AdapterArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "fine-tune: the weights of the part that learns; lora: low-rank adapters beside them.",
      discussion: """
        qlora-int8 and qlora-nf4: adapters beside weights that are kept in 8 or 4 bits, for little memory. \
        Adapters are added to every block, or to those that --trainable names, and are saved in PEFT's format. \
        Their learning rate is four times that of weights where none is given.
        """))
  var method: TrainingMethod = .fineTune
  @Option(help: "Rank of the adapters. (default: 8)") var rank: Int?
  @Option(help: "The adapters' scale is alpha / rank. (default: 16)") var alpha: Double?
  @Flag(help: "Scale by alpha / √rank instead (rsLoRA).") var rslora = false
  @Option(help: "Probability of dropout on the adapters' inputs. (default: 0)")
  var loraDropout: Double?
  @Option(
    help: """
      Maps that get an adapter, by PEFT's names and with commas between: c_attn, attn.c_proj, c_fc, \
      mlp.c_proj; c_proj is both projections. (default: all-linear)
      """)
  var loraTargets: String?
  @Flag(help: "Keep the base's head; only adapters learn.") var freezeHead = false
  @Flag(help: "The final norm learns as well.") var trainNorm = false

  func validate() throws {
    guard method == .fineTune else { return }
    let given = [
      ("--rank", rank != nil), ("--alpha", alpha != nil), ("--rslora", rslora),
      ("--lora-dropout", loraDropout != nil), ("--lora-targets", loraTargets != nil),
      ("--freeze-head", freezeHead), ("--train-norm", trainNorm),
    ]
    if let option = given.first(where: \.1)?.0 {
      throw ValidationError("\(option) is about adapters: it goes with --method lora or qlora-….")
    }
  }

  /// Nil where weights learn.
  func settings() throws -> AdapterSettings? {
    guard method != .fineTune else { return nil }
    var settings = AdapterSettings()
    settings.rank = rank ?? settings.rank
    settings.alpha = alpha ?? settings.alpha
    settings.dropout = loraDropout ?? settings.dropout
    settings.targets = try loraTargets.map(Self.targets) ?? settings.targets
    settings.isRankStabilised = rslora
    settings.trainsHead = !freezeHead
    settings.trainsFinalNorm = trainNorm
    return settings
  }

  private static func targets(_ list: String) throws -> [AdapterTarget] {
    var wanted: Set<AdapterTarget> = []
    for name in list.split(separator: ",").map({ $0.trimmingPrefix { $0 == " " } }) {
      let found = AdapterTarget.matching(String(name))
      guard !found.isEmpty else {
        throw ValidationError(
          "--lora-targets names '\(name)', which GPT-2 does not have; there are c_attn, attn.c_proj, c_fc, "
            + "mlp.c_proj, c_proj (both projections) and all-linear.")
      }
      wanted.formUnion(found)
    }
    return AdapterTarget.allCases.filter(wanted.contains)
  }
}
