import ArgumentParser
import SpamTuneKit
import TextDatasets

extension TextFileFormat: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}

/// How a file of messages is read.
struct ReadingArguments: ParsableArguments {
  @Option(help: .setting("data_format")) var dataFormat: TextFileFormat?
  @Option(help: .setting("text_column")) var textColumn: String?
  @Option(help: .setting("label_column")) var labelColumn: String?
  @Option(help: .setting("encoding")) var encoding: TextEncoding?
  @Flag(help: .setting("skip_bad_rows")) var skipBadRows = false

  var options: ReadingOptions {
    ReadingOptions(
      format: dataFormat, textColumn: textColumn, labelColumn: labelColumn,
      encoding: encoding ?? DataOptions.settings.defaults.encoding, skipsBadRows: skipBadRows)
  }

  /// For a command that reads a run's data, as that run did, unless a file is given.
  func checkFile(isGiven: Bool) throws {
    guard isGiven || options == ReadingOptions() else {
      throw ValidationError("How files are read goes with --data; a run knows its own.")
    }
  }
}
