/// The distinct words of a training text, in order of first occurrence, and how often each occurs.
struct WordCounts: Sendable {
  private(set) var words = ByteStringTable()
  private(set) var counts: [Int] = []

  mutating func add(_ document: UnsafeBufferPointer<UInt8>) {
    var splitter = WordSplitter(document)
    while let word = splitter.next() {
      let (index, isNew) = words.insert(UnsafeBufferPointer(rebasing: document[word]))
      if isNew {
        counts.append(1)
      } else {
        counts[index] += 1
      }
    }
  }
}
