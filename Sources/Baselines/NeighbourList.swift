/// The nearest of the rows that were offered, the most similar first, and of equally similar rows the
/// one with the lower index.
package struct NeighbourList {
  private let capacity: Int
  private var similarities: ContiguousArray<Float> = []
  package private(set) var indices: ContiguousArray<Int> = []

  /// - Parameter capacity: rows to remember, at least one.
  package init(capacity: Int) { self.capacity = capacity }

  /// Rows may come in any order, each once.
  package mutating func offer(_ similarity: Float, _ index: Int) {
    var place = indices.count
    while place > 0, isNearer(similarity, index, than: place - 1) { place -= 1 }
    guard place < capacity else { return }
    if indices.count == capacity {
      similarities.removeLast()
      indices.removeLast()
    }
    similarities.insert(similarity, at: place)
    indices.insert(index, at: place)
  }

  private func isNearer(_ similarity: Float, _ index: Int, than place: Int) -> Bool {
    similarity > similarities[place]
      || (similarity == similarities[place] && index < indices[place])
  }
}
