import ArgumentParser
import TextDatasets

extension TextFileFormat: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}

/// How a file of messages is read.
struct ReadingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How the file is laid out. (default: by its name and first line)",
      discussion: """
        uci: label, tab, text; csv and tsv: with a header line; jsonl: an object per line; lines: \
        texts without labels.
        """))
  var dataFormat: TextFileFormat?

  @Option(help: "Column or JSON key of the text. (default: guessed from the names)")
  var textColumn: String?

  @Option(help: "Column or JSON key of the label. (default: guessed from the names)")
  var labelColumn: String?

  @Option(help: "Encoding of the file.")
  var encoding: TextEncoding = .utf8

  @Flag(help: "Count bad rows and go on, instead of stopping at the first.")
  var skipBadRows = false

  var options: ReadingOptions {
    ReadingOptions(
      format: dataFormat, textColumn: textColumn, labelColumn: labelColumn, encoding: encoding,
      skipsBadRows: skipBadRows)
  }

  /// For a command that reads a run's data, as that run did, unless a file is given.
  func checkFile(isGiven: Bool) throws {
    guard isGiven || options == ReadingOptions() else {
      throw ValidationError("How files are read goes with --data; a run knows its own.")
    }
  }
}
