import ArgumentParser

/// Whether answers are explained.
struct ExplanationArguments: ParsableArguments {
  @Flag(
    help: """
      Show what each token says for and against the answer, the fewest words without which it would be \
      another, and the training messages nearest to the text.
      """)
  var explain = false

  @Option(
    help: """
      With --explain: how many of the nearest training messages to show. (default: 3, or none with --file \
      and '-')
      """)
  var nearest: Int?

  func validate() throws {
    guard let nearest else { return }
    guard explain else { throw ValidationError("--nearest goes with --explain.") }
    guard (0...1000).contains(nearest) else {
      throw ValidationError("--nearest is \(nearest); give 0 to 1000.")
    }
  }

  /// - Throws: `ValidationError` for a format that has no room for explanations.
  func check(_ format: ClassificationFormat) throws {
    guard explain, format == .csv else { return }
    throw ValidationError(
      "--explain has no table of one row per text; choose --format text or json.")
  }
}
