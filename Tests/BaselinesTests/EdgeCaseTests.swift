import Baselines
import Testing

@Suite struct EdgeCaseTests {
  @Test("nothing to learn from is an error that says what to do")
  func errors() {
    for labels in [[], [1, 1]] {
      let texts = labels.map { _ in "a text" }
      let rows = labels.map { _ in [Float(1), 2] }
      let expected: BaselineError = labels.isEmpty ? .noExamples : .oneClass
      #expect(throws: expected) { try NaiveBayes(texts, labels: labels, classCount: 2) }
      #expect(throws: expected) {
        try LogisticRegression(texts, labels: labels, classCount: 2)
      }
      #expect(throws: expected) { try OneRule(texts, labels: labels, classCount: 2) }
      #expect(throws: expected) { try LinearProbe(rows, labels: labels, classCount: 2) }
      #expect(throws: expected) { try NearestNeighbours(rows, labels: labels, classCount: 2) }
      #expect(expected.description.contains("Give some"))
    }
  }

  @Test("a feature that is no number is named by its place", arguments: [Float.nan, .infinity])
  func notFinite(value: Float) throws {
    let (good, bad): ([[Float]], [[Float]]) = ([[1, 2], [2, 1]], [[1, 2], [1, value]])
    let expected = BaselineError.notFinite(row: 2, column: 2)
    #expect(throws: expected) { try LinearProbe(bad, labels: [0, 1], classCount: 2) }
    #expect(throws: expected) { try NearestNeighbours(bad, labels: [0, 1], classCount: 2) }
    let probe = try LinearProbe(good, labels: [0, 1], classCount: 2)
    #expect(throws: expected) { try probe.probabilities(of: bad) }
    let neighbours = try NearestNeighbours(good, labels: [0, 1], classCount: 2)
    #expect(throws: expected) { try neighbours.probabilities(of: bad) }
  }

  private static let oddTexts = [
    "", " ", "unknown words only", "\u{0}\u{FFFD}", "🙂", String(repeating: "word3 ", count: 20_000),
  ]

  @Test("two to twenty classes of texts", arguments: [2, 3, 7, 20])
  func textClasses(classCount: Int) throws {
    let texts = (0..<classCount * 6).map { "word\($0 % classCount) common \($0)" }
    let labels = texts.indices.map { $0 % classCount }
    let bayes = try NaiveBayes(texts, labels: labels, classCount: classCount)
    let regression = try LogisticRegression(texts, labels: labels, classCount: classCount)
    let rule = try OneRule(texts, labels: labels, classCount: classCount)
    #expect(largest(bayes.probabilities(of: texts)) == labels)
    #expect(largest(regression.probabilities(of: texts)) == labels)
    #expect(regression.hasConverged)
    #expect(rule.trainingCorrelation > 0)
    for found in [bayes.probabilities, regression.probabilities, rule.probabilities] {
      expectProbabilities(found(Self.oddTexts), classCount: classCount)
      #expect(found([]).isEmpty)
    }
  }

  @Test("two to twenty classes of rows", arguments: [2, 3, 7, 20])
  func rowClasses(classCount: Int) throws {
    let rows = (0..<classCount * 6).map { i in
      (0..<classCount).map { Float($0 == i % classCount ? 5 : 1) + Float(i * ($0 + 3) % 7) / 10 }
    }
    let labels = rows.indices.map { $0 % classCount }
    let probe = try LinearProbe(rows, labels: labels, classCount: classCount)
    let neighbours = try NearestNeighbours(rows, labels: labels, classCount: classCount)
    let zeros = [Float](repeating: 0, count: classCount)
    let odd = [zeros, zeros.map { _ in 3e38 }, zeros.map { _ in -.leastNonzeroMagnitude }]
    for found in [probe.probabilities, neighbours.probabilities] {
      #expect(largest(try found(rows)) == labels)
      expectProbabilities(try found(odd), classCount: classCount)
      #expect(try found([]).isEmpty)
    }
  }

  @Test("a class without examples gets nothing, or the rule's smoothing")
  func absentClass() throws {
    let sample = SampleTexts.two
    let labels = sample.labels.map { $0 == 1 ? 3 : 0 }
    let bayes = try NaiveBayes(sample.texts, labels: labels, classCount: 5)
    let two = try NaiveBayes(sample.texts, labels: sample.labels, classCount: 2)
    let spread = two.probabilities(of: sample.unseen).map { [$0[0], 0, 0, $0[1], 0] }
    #expect(bayes.probabilities(of: sample.unseen) == spread)
    #expect(bayes.parameterCount == two.parameterCount)

    let regression = try LogisticRegression(sample.texts, labels: labels, classCount: 5)
    let twoRegression = try LogisticRegression(
      sample.texts, labels: sample.labels, classCount: 2)
    #expect(
      regression.probabilities(of: sample.unseen)
        == twoRegression.probabilities(of: sample.unseen).map { [$0[0], 0, 0, $0[1], 0] })

    let rule = try OneRule(sample.texts, labels: labels, classCount: 5)
    #expect(rule.probabilities(of: sample.unseen).allSatisfy { $0.allSatisfy { $0 > 0 } })
  }

  @Test("training texts without a word leave the shares of the classes")
  func noWords() throws {
    let texts = ["", "!", "?"]
    let bayes = try NaiveBayes(texts, labels: [0, 1, 1], classCount: 2)
    let regression = try LogisticRegression(texts, labels: [0, 1, 1], classCount: 2)
    let rule = try OneRule(texts, labels: [0, 1, 1], classCount: 2)
    let expected = [[1.0 / 3, 2.0 / 3], [1.0 / 3, 2.0 / 3]]
    expectClose(bayes.probabilities(of: ["", "some words"]), expected, within: 1e-12)
    expectClose(regression.probabilities(of: ["", "some words"]), expected, within: 1e-6)
    expectProbabilities(rule.probabilities(of: ["", "some words"]), classCount: 2)
  }

  @Test("rows without features, and two rows")
  func smallest() throws {
    let none = try LinearProbe([[], [], []], labels: [0, 1, 1], classCount: 2)
    expectClose(try none.probabilities(of: [[]]), [[1.0 / 3, 2.0 / 3]], within: 1e-6)
    let empty = try NearestNeighbours([[], []], labels: [1, 0], classCount: 2)
    #expect(try empty.probabilities(of: [[]]) == [[0, 1]])
    let two = try NearestNeighbours([[1, 0], [0, 1]], labels: [1, 0], classCount: 2)
    #expect(two.neighbourCount == 1)
    #expect(try two.probabilities(of: [[2, 1], [1, 2]]) == [[0, 1], [1, 0]])
  }

  @Test("the same examples give the same numbers, to the bit")
  func determinism() throws {
    let (texts, rows) = (SampleTexts.three, SampleRows(classCount: 3))
    let results = try (0..<3).map { _ in
      [
        try NaiveBayes(texts.texts, labels: texts.labels, classCount: 3)
          .probabilities(of: texts.unseen),
        try LogisticRegression(texts.texts, labels: texts.labels, classCount: 3)
          .probabilities(of: texts.unseen),
        try LinearProbe(rows.rows, labels: rows.labels, classCount: 3)
          .probabilities(of: rows.unseen),
      ]
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }
}
