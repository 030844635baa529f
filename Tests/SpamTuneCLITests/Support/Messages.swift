import Foundation

/// A labelled text.
struct Message {
  let label: String
  let text: String
}

/// Texts that a classifier can tell apart after little training.
enum Messages {
  /// Messages of the classes in turn, no two equal; every word is recognisable as theirs.
  static func labelled(_ count: Int = 60, classes: [String] = ["ham", "spam"]) -> [Message] {
    (0..<count).map { index in
      let kind = index % classes.count
      let phrases = [
        "qlunch at qnoon, qsee you", "QWIN qcash!!! qcall 0900", "qparcel? qdoor? qkey?",
      ]
      return Message(label: classes[kind], text: "\(phrases[kind % 3]) \(index * 37 % 1000)")
    }
  }

  /// One label, tab, text per line.
  static func uci(_ messages: [Message]) -> String {
    messages.map { "\($0.label)\t\($0.text)\n" }.joined()
  }
}
