import FineTuning
import GPT2Kernels
import RunDatabase
import TextDatasets

/// What training and its record want of labelled messages.
extension LabelledDataset {
  /// Reads and divides what the options name.
  ///
  /// - Parameters:
  ///   - furtherColumns: Names of columns to read along.
  ///   - seed: The run's. The same seed keeps and divides the same way.
  /// - Throws: `DatasetError`, `SplitError`.
  public init(_ options: DataOptions, furtherColumns: [String] = [], seed: UInt64) throws {
    var balancing = Philox(seed: seed, for: .balancing)
    var splitting = Philox(seed: seed, for: .splitting)
    try self.init(
      options, furtherColumns: furtherColumns, balancing: &balancing, splitting: &splitting)
  }

  /// The files and their digest, as the database names them.
  package var reference: FileReference {
    FileReference(path: paths.joined(separator: "; "), sha256: digest)
  }

  /// The messages of a part; all of them for `.file`.
  package func indices(of part: EvaluationPart) -> [Int] {
    switch part {
    case .train: split.train
    case .validation: split.validation
    case .test: split.test
    case .file: Array(messages.indices)
    }
  }

  /// Training settings for some messages, with the class weights that the options ask for.
  ///
  /// - Throws: `SettingError` for a weight of a class that is not there.
  package func settings(
    _ settings: TrainingSettings, _ options: DataOptions, train: [Int]
  ) throws(SettingError) -> TrainingSettings {
    var settings = settings
    if options.balance == .classWeights {
      settings.classWeights = Balancing.classWeights(counts: classCounts(at: train))
    } else if let weights = options.classWeights {
      if let unknown = weights.keys.sorted().first(where: { classes.index(of: $0) == nil }) {
        throw .unsuitable(
          "`class_weights` names '\(unknown)', which is none of the classes: \(PlainName.list(classes.names))."
        )
      }
      guard classes.names.contains(where: { weights[$0] != 0 }) else {
        throw .unsuitable(
          "`class_weights` gives every class a weight of 0; nothing could be learned.")
      }
      settings.classWeights = classes.names.map { weights[$0] ?? 1 }
    }
    return settings
  }
}
