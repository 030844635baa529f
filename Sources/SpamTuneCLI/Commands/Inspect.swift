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
    case .text: try StandardOutput.print(Document(inspection))
    }
  }
}
