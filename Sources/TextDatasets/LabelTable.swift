/// Numbers labels in order of appearance. Labels are equal when their UTF-8 bytes are: to Swift's
/// `==`, two spellings of one accented letter are the same.
struct LabelTable {
  private struct Key: Hashable {
    let label: String

    static func == (left: Key, right: Key) -> Bool {
      left.label.utf8.elementsEqual(right.label.utf8)
    }

    func hash(into hasher: inout Hasher) {
      for byte in label.utf8 { hasher.combine(byte) }
    }
  }

  private(set) var labels: [String] = []
  private var numbers: [Key: Int] = [:]

  func find(_ label: String) -> Int? { numbers[Key(label: label)] }

  /// The label's number; a new one when the label is new.
  mutating func number(of label: String) -> Int {
    if let number = find(label) { return number }
    numbers[Key(label: label)] = labels.count
    labels.append(label)
    return labels.count - 1
  }

  /// The labels ordered by their UTF-8 bytes, and for each number the place there.
  var ordered: (classes: [String], indices: [Int]) {
    let order = labels.indices.sorted {
      labels[$0].utf8.lexicographicallyPrecedes(labels[$1].utf8)
    }
    var indices = Array(repeating: 0, count: labels.count)
    for (place, number) in order.enumerated() { indices[number] = place }
    return (order.map { labels[$0] }, indices)
  }
}
