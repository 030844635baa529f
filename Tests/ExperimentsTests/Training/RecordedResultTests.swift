import Experiments
import Foundation
import TestFiles
import Testing

@Suite struct RecordedResultTests {
  private func result(_ json: String) throws -> RecordedResult {
    let folder = try TemporaryFolder()
    try Data(json.utf8).write(to: URL(fileURLWithPath: folder.file("training.json")))
    return try RecordedResult(ofTrainingIn: folder.path)
  }

  /// As this version writes it, and as versions did that spelled keys otherwise.
  @Test(arguments: [
    #""peak_memory_bytes": 3, "saved_bytes": 4, "trainable_parameters": 5, "leaked_messages": 0"#,
    #""peakMemoryBytes": 3, "savedBytes": 4, "trainedParameters": 5, "leakedMessages": 0"#,
  ])
  func bothSpellingsAreRead(_ keys: String) throws {
    let result = try result(
      #"""
      {"run": "a", "model": "/runs/a", "metrics": {}, "seconds": {"train": 1.5, "total": 2},
       "split": {"digest": "f0", "train": 7}, "verdict": "Fine.", \#(keys)}
      """#)
    #expect(result.run == "a" && result.folder == "/runs/a" && result.verdict == "Fine.")
    #expect(result.metrics.test == nil && result.seconds == 2 && result.splitDigest == "f0")
    #expect(result.peakMemoryBytes == 3 && result.savedBytes == 4)
    #expect(result.trainableParameters == 5)
  }

  @Test(arguments: ["", "[]", #"{"run": "a"}"#])
  func whatIsNoResultIsRefusedWithASentence(_ json: String) {
    let error = #expect(throws: (any Error).self) { try result(json) }
    let sentence = error.map { "\($0)" } ?? ""
    #expect(sentence.contains("training.json"))
    #expect(sentence.contains("not the result of a training"))
  }
}
