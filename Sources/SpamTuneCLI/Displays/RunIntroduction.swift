import SpamTuneKit
import TextDatasets

/// What is said of a run when it begins: its place and its messages.
enum RunIntroduction {
  static func tell(name: String, folder: String, _ data: LabelledDataset) {
    let split = data.split
    note(
      "run \(name) in \(folder): \(split.train.count) messages to train on, "
        + "\(split.validation.count) for validation, \(split.test.count) for the test")
    if data.skippedCount > 0 { note("\(data.skippedCount) bad rows were skipped") }
    if data.leakedCount > 0 {
      note(
        "\(data.leakedCount) messages for validation or test equal a training message after "
          + "normalisation: their results are too good")
    } else if split.duplicates.messages > 0 {
      note(
        "\(split.duplicates.messages) messages equal another after normalisation "
          + "(\(split.duplicates.groups) groups); each group lies in one part")
    }
  }
}
