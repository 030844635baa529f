import Baselines
import Testing

/// Reference numbers: scikit-learn 1.9.1, `KNeighborsClassifier(k, metric="cosine",
/// algorithm="brute")`, and k by the same rule in NumPy.
@Suite struct NearestNeighboursTests {
  @Test("two classes have scikit-learn's votes")
  func twoClasses() throws {
    let sample = SampleRows(classCount: 2)
    let model = try NearestNeighbours(sample.rows, labels: sample.labels, classCount: 2)
    #expect(model.neighbourCount == 5)
    #expect(model.parameterCount == 36 * 5)
    let votes = [[4, 1], [2, 3], [4, 1], [2, 3], [3, 2], [3, 2], [4, 1]]
    expectClose(
      try model.probabilities(of: sample.unseen), votes.map { $0.map { Double($0) / 5 } },
      within: 1e-15)
  }

  @Test("three classes have scikit-learn's votes")
  func threeClasses() throws {
    let sample = SampleRows(classCount: 3)
    let model = try NearestNeighbours(sample.rows, labels: sample.labels, classCount: 3)
    #expect(model.neighbourCount == 15)
    let votes = [
      [3, 5, 7], [4, 5, 6], [4, 7, 4], [3, 6, 6], [5, 3, 7], [3, 5, 7], [3, 3, 9],
    ]
    expectClose(
      try model.probabilities(of: sample.unseen), votes.map { $0.map { Double($0) / 15 } },
      within: 2e-9)
  }

  @Test("a tie goes to the class of the nearest, and shows in the probabilities")
  func ties() {
    let vote = Vote([3, 1, 2, 2, 1, 0], classCount: 4)
    #expect(vote.winner == 1)
    #expect(largest([vote.shares]) == [1])
    expectClose([vote.shares], [[1.0 / 6, 2.0 / 6, 2.0 / 6, 1.0 / 6]], within: 1.1e-9)
    expectProbabilities([vote.shares], classCount: 4)
    #expect(Vote([2, 1, 0], classCount: 3).winner == 2)
    expectProbabilities([Vote([2, 1, 0], classCount: 3).shares], classCount: 3)
    #expect(Vote([1, 0, 0], classCount: 2).shares == [2.0 / 3, 1.0 / 3])
  }

  @Test("of equally similar rows the first is nearer, in whatever order they come")
  func equalSimilarities() {
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 3, 1]] {
      var list = NeighbourList(capacity: 3)
      for index in order { list.offer(index == 3 ? 0.9 : 0.5, index) }
      #expect(list.indices == [3, 0, 1])
    }
  }

  @Test("a row's own vote does not count for it, and length does not matter")
  func leavesOneOut() throws {
    // Pairs of the same direction: with itself every row would be right for every k. The second of a
    // pair is its first, three times as long.
    let directions: [[Float]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, 0, 0]]
    let rows = directions.flatMap { row in [row, row.map { 3 * $0 }] }
    let labels = [0, 0, 1, 1, 0, 0, 1, 1]
    let model = try NearestNeighbours(rows, labels: labels, classCount: 2)
    #expect(model.neighbourCount == 1)
    let found = try model.probabilities(of: [[0, 0.01, 0], [-50, 1, 1], [0, 0, 0]])
    // The row of zeros is as similar to all; the first is of class 0.
    #expect(found == [[0, 1], [0, 1], [1, 0]])
  }

  @Test("tiles and passes of any size find the same neighbours", arguments: [1, 7, 32, 50, 1024])
  func tiling(rowLimit: Int) {
    // Whole numbers, so that their products have no rounding and equal ones abound.
    let rows = UnitRows((0..<99).map { i in (0..<6).map { $0 == i * i % 6 ? 1 : 0 } })
    let lists = NearestNeighbours.neighboursOfEach(
      rows, UnitTile.all(of: rows, rowLimit: rowLimit), capacity: 15)
    for (own, list) in lists.enumerated() {
      let others = rows.rows.indices.filter { $0 != own }
      let same = others.filter { rows.rows[$0] == rows.rows[own] }
      let rest = others.filter { rows.rows[$0] != rows.rows[own] }
      #expect(Array(list.indices) == Array((same + rest).prefix(15)))
    }
  }

  @Test("queries are answered from every tile")
  func cosines() {
    let rows = UnitRows((0..<10).map { [Float($0), 1, 0, -1, Float($0 * $0)] })
    let queries = UnitRows([[1, 2, 3, 4, 5], [0, 0, 0, 0, 0]])
    for tile in UnitTile.all(of: rows, rowLimit: 4) {
      let found = tile.cosines(of: queries.rows[...]).map { $0.map { Double($0) } }
      let expected = queries.rows.map { query in
        tile.range.map { row in
          zip(query, rows.rows[row]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
      }
      expectClose(found, expected, within: 1e-6)
    }
  }
}
