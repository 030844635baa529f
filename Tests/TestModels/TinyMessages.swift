/// Labelled texts that a classifier can tell apart after little training.
public enum TinyMessages {
  /// Messages of the classes in turn, no two equal, also when case, spaces and digits do not count.
  public static func labelled(
    _ count: Int = 60, classes: [String] = ["ham", "spam"], from start: Int = 0
  ) -> [(label: String, text: String)] {
    let phrases = [
      "qlunch at qnoon, qsee you", "QWIN qcash!!! qcall 0900", "qparcel? qdoor? qkey?",
    ]
    return (start..<start + count).map { index in
      let kind = index % classes.count
      return (classes[kind], "\(phrases[kind % 3]) \(word(index))")
    }
  }

  /// A word of its own for every number.
  private static func word(_ number: Int) -> String {
    let letters = Array("bdfgjkmpsv")
    return String("\(number * 37 % 1000)".compactMap { $0.wholeNumberValue.map { letters[$0] } })
  }

  /// The UCI layout: label, tab, text.
  public static func uci(_ messages: [(label: String, text: String)]) -> String {
    messages.map { "\($0.label)\t\($0.text)\n" }.joined()
  }
}
