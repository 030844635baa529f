import GPT2Kernels
import RunDatabase
import TextDatasets

extension RunMetadata {
  /// What is known of a run on labelled messages before its first step.
  ///
  /// - Parameters:
  ///   - base: The base's folder, with the digest of its weights; nil for a run without one.
  ///   - isDivided: Whether the messages are divided once, and not anew in every round.
  ///   - precision: Of products with frozen weights.
  package init(
    kind: String, data: LabelledDataset, isDivided: Bool = true, base: FileReference?, seed: UInt64,
    precision: Precision, settings: [String: SettingValue], commandLine: String
  ) {
    self.init(
      kind: kind, base: base, data: data.reference, split: isDivided ? SplitFacts(data.split) : nil,
      classes: data.classes.names, positiveClass: data.classes.positiveName, seed: seed,
      programVersion: SpamTune.version, commandLine: commandLine, cores: Parallel.threads,
      precision: precision.rawValue, settings: settings)
  }
}

extension SplitFacts {
  fileprivate init(_ split: DataSplit) {
    self.init(
      sha256: split.digest, trainExamples: split.train.count,
      validationExamples: split.validation.count, testExamples: split.test.count)
  }
}
