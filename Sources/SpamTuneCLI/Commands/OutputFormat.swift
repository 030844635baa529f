import ArgumentParser
import Foundation
import GPT2Kernels

/// Text for people, or JSON for programs.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// Text for the terminal or for Markdown, or JSON for programs.
enum DocumentFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, markdown
}

/// Prints a value as one line of JSON with sorted keys.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  try StandardOutput.print(String(decoding: try encoder.encode(value), as: UTF8.self))
}

/// How many threads to use.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads to use. Results do not depend on it. (default: all processors)")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("--threads is \(threads); give 1 or more.")
    }
  }

  func apply() {
    if let threads { Parallel.threads = threads }
  }
}
