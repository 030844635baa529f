import Foundation

/// A labelled text.
struct Message {
  let label: String
  let text: String
}

/// Texts that a classifier can tell apart after little training.
enum Messages {
  /// Messages of the classes in turn, no two equal, also when case, spaces and digits do not count;
  /// the first words are recognisable as the test's.
  static func labelled(_ count: Int = 60, classes: [String] = ["ham", "spam"]) -> [Message] {
    let phrases = [
      "qlunch at qnoon, qsee you", "QWIN qcash!!! qcall 0900", "qparcel? qdoor? qkey?",
    ]
    return (0..<count).map { index in
      let kind = index % classes.count
      return Message(label: classes[kind], text: "\(phrases[kind % 3]) \(word(index))")
    }
  }

  /// A word of its own for every number.
  private static func word(_ number: Int) -> String {
    String(number * 37 % 1000).map { String("bdfgjkmpsv"[$0.wholeNumberValue ?? 0]) }.joined()
  }

  /// One label, tab, text per line.
  static func uci(_ messages: [Message]) -> String {
    messages.map { "\($0.label)\t\($0.text)\n" }.joined()
  }
}

extension String {
  fileprivate subscript(offset: Int) -> Character { self[index(startIndex, offsetBy: offset)] }
}
