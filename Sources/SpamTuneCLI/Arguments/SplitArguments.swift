import ArgumentParser
import Files
import SpamTuneKit
import TextDatasets

/// How messages are divided for one run.
struct SplitArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Percent of the messages for training, validation and test, or a split that has a name. \
      (default: \(DataOptions.Source.standardSplit))
      """,
      discussion: """
        kfold:K:I: of K parts I is the test and the next one for validation; kfold:K is kfold:K:1. Of \
        the UCI SMS Spam Collection: almeida2011, its makers' lines; raschka, the rows of his book; \
        raschka-experiments, those of its additional experiments.
        """))
  var split: String?

  @Option(help: "File of training messages, for a split that was made elsewhere.")
  var trainFile: String?

  @Option(help: "File of validation messages, with --train-file.") var validationFile: String?

  @Option(help: "File of test messages, with --train-file.") var testFile: String?

  func validate() throws {
    if trainFile == nil, validationFile != nil || testFile != nil {
      throw ValidationError("--validation-file and --test-file go with --train-file.")
    }
    if split != nil, trainFile != nil {
      throw ValidationError("--split divides --data; with --train-file the parts are given.")
    }
  }

  /// - Parameters:
  ///   - data: The file that is divided; nil for the home's.
  ///   - tell: Told which file is taken where none is named.
  func source(
    _ data: String?, in home: Home, tell: (String) -> Void = note(sentence:)
  ) throws -> DataOptions.Source {
    guard let trainFile else {
      let file = absolutePath(try home.data(named: data, tell: tell))
      return split.map { .file(file, split: $0) } ?? .file(file)
    }
    return .files(
      train: absolutePath(trainFile), validation: validationFile.map(absolutePath),
      test: testFile.map(absolutePath))
  }
}
