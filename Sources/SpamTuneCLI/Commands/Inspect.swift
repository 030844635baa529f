import ArgumentParser
import Reports
import SpamTuneKit

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what a model's folder or a safetensors file holds.")

  @Argument(help: "A folder, or a .safetensors file.") var path: String
  @Option(help: "Folder of the model's base, if it is not where the model says.") var base: String?
  @Option(help: "Output format.") var format: OutputFormat = .text
  @OptionGroup var optionsFile: OptionsFileArgument

  func run() throws {
    let inspection = try ModelInspection(path: path, base: base)
    switch format {
    case .json: try printJSON(inspection)
    case .text: try StandardOutput.print(text(inspection))
    }
  }

  private func text(_ inspection: ModelInspection) -> String {
    var lines: [String] = []
    if let model = inspection.configuration {
      lines.append(
        "GPT-2: \(model.blocks) blocks, \(model.heads) heads, width \(model.width), "
          + "context \(model.context), vocabulary \(model.vocabulary)")
      if let labels = model.labels {
        lines.append(
          "classes: \(labels.joined(separator: ", ")); pooling: \(model.pooling ?? "last")")
      }
    }
    if let decision = inspection.configuration?.decision { lines.append(Self.text(decision)) }
    if let base = inspection.base { lines.append("base: \(base)") }
    var table = TextTable(["tensor", "type", "shape", "file"], .left)
    for tensor in inspection.tensors {
      table.append([
        tensor.name, tensor.dtype,
        tensor.shape.map(String.init).joined(separator: " × "), tensor.file,
      ])
    }
    lines += ["", table.text, "", "parameters stored: \(inspection.storedParameters)"]
    if let total = inspection.totalParameters { lines.append("parameters in all: \(total)") }
    if let trainable = inspection.trainableParameters {
      lines.append("trainable with the default last-1: \(trainable)")
    }
    for (file, digest) in inspection.digests.sorted(by: { $0.key < $1.key }) {
      lines.append("SHA-256 of \(file): \(digest)")
    }
    return lines.joined(separator: "\n")
  }

  private static func text(_ decision: ModelDecision) -> String {
    var parts = ["temperature \(EvaluationText.number(decision.temperature))"]
    if let rule = decision.rule, let label = decision.positiveLabel {
      parts.append("\(label) from \(EvaluationText.number(rule.threshold))")
      if let unsure = rule.unsureFrom {
        parts.append("unsure from \(EvaluationText.number(unsure))")
      }
    }
    if let data = decision.evidence?.data { parts.append("by the \(data)") }
    return "decision: " + parts.joined(separator: ", ")
  }
}
