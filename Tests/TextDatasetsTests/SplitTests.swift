import SeededRandom
import Testing
import TextDatasets

@Suite struct SplitTests {
  /// Labels of classes with these many examples, mixed.
  static func labels(_ counts: [Int]) -> [Int] {
    var labels = counts.enumerated().flatMap { Array(repeating: $0, count: $1) }
    var generator = SplitMix64(seed: 99)
    generator.shuffle(&labels)
    return labels
  }

  static func names(_ count: Int) -> [String] { (0..<count).map { "class\($0)" } }

  private func split(
    _ labels: [Int], _ groups: MessageGroups? = nil, _ fractions: SplitFractions = .standard,
    shuffles: Bool = true, seed: UInt64 = 1
  ) throws -> DataSplit {
    var generator = SplitMix64(seed: seed)
    return try DataSplit(
      labels: labels, classes: Self.names((labels.max() ?? 0) + 1),
      groups: groups ?? MessageGroups(ungrouped: labels.count), fractions: fractions,
      shuffles: shuffles, using: &generator)
  }

  @Test func countsAreExactWithoutRepeatedMessages() throws {
    let labels = Self.labels([700, 300])
    let split = try split(labels)
    #expect((split.train + split.validation + split.test).sorted() == Array(0..<1000))
    for (part, expected) in [
      (split.train, [490, 210]), (split.validation, [70, 30]), (split.test, [140, 60]),
    ] {
      #expect([0, 1].map { label in part.count { labels[$0] == label } } == expected)
      #expect(part != part.sorted())
    }
  }

  @Test func seedDecides() throws {
    let labels = Self.labels([70, 30])
    let first = try split(labels, seed: 1)
    #expect(try split(labels, seed: 1) == first)
    #expect(try split(labels, seed: 1).digest == first.digest)
    let other = try split(labels, seed: 2)
    #expect(Set(other.test) != Set(first.test))
    #expect(other.digest != first.digest)
  }

  @Test func everyExampleIsInTheTestEquallyOften() throws {
    // A group of three, a pair, and singles, of one class: chance must not prefer any.
    let groups = MessageGroups(
      texts: ["a", "a", "a", "b", "b"]
        + (0..<15).map { "x\($0 + 10)y" }
        .map { $0.map { String(UnicodeScalar($0.asciiValue! + 49)) }.joined() })
    #expect(groups.count == 17)
    var counts = Array(repeating: 0, count: 20)
    for seed in 0..<4_000 {
      let split = try split(
        Array(repeating: 0, count: 20), groups,
        SplitFractions(train: 0.6, validation: 0, test: 0.4), seed: UInt64(seed))
      #expect(split.test.count == 8)
      for example in split.test { counts[example] += 1 }
    }
    // Expected 1,600 of 4,000, standard deviation 31.
    #expect(counts.allSatisfy { abs($0 - 1_600) < 160 }, "\(counts)")
  }

  @Test func groupsStayTogetherEvenWithTwoLabels() throws {
    var labels: [Int] = []
    var texts: [String] = []
    for group in 0..<200 {
      let letters =
        String(UnicodeScalar(UInt8(97 + group % 26))) + String(repeating: "z", count: group)
      for copy in 0..<(1 + group % 5) {
        texts.append(letters)
        labels.append(group % 7 == 0 ? copy % 2 : group % 2)
      }
    }
    let groups = MessageGroups(texts: texts)
    #expect(groups.count == 200)
    for shuffles in [true, false] {
      let split = try split(labels, groups, shuffles: shuffles)
      var partOf = Array(repeating: -1, count: labels.count)
      for (part, members) in [split.train, split.validation, split.test].enumerated() {
        for example in members { partOf[example] = part }
        for label in 0...1 {
          let share = [0.7, 0.1, 0.2][part] * Double(labels.count { $0 == label })
          #expect(abs(Double(members.count { labels[$0] == label }) - share) < 5)
        }
      }
      #expect(!partOf.contains(-1))
      let pairs = Set(zip(groups.groupOf, partOf).map { [$0, $1] })
      #expect(pairs.count == groups.count)
      #expect(split.duplicates.groups == 160)
      #expect(split.duplicates.messages == 560)
      #expect(split.duplicates.mixedLabelGroups == 23)
    }
  }

  @Test func withoutShuffleTheFirstAreForTraining() throws {
    let labels = [0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0]
    let split = try split(
      labels, nil, SplitFractions(train: 0.6, validation: 0.2, test: 0.2), shuffles: false)
    #expect(split.train == [0, 1, 2, 3, 4, 5, 6, 7, 8])
    #expect(split.validation == [9, 10, 12])
    #expect(split.test == [11, 13, 14])
    #expect(
      split.digest == "c9bdb30d5f49d0df2ebee3ec266c07d64e68b56251aca7747a13888a1270b6ba")
  }

  @Test func everyClassIsInEveryPart() throws {
    for seed in 0..<200 {
      let labels = Self.labels([100, 3])
      let split = try split(labels, seed: UInt64(seed))
      for part in [split.train, split.validation, split.test] {
        #expect(part.count { labels[$0] == 1 } == 1)
      }
      // Twelve messages of the rare class, but ten of them the same.
      let rare = Array(repeating: 0, count: 50) + Array(repeating: 1, count: 12)
      let groups = MessageGroups(
        texts: (0..<50).map { String(repeating: "a", count: $0 + 1) }
          + Array(repeating: "b", count: 10) + ["c", "d"])
      let uneven = try self.split(rare, groups, seed: UInt64(seed))
      for part in [uneven.train, uneven.validation, uneven.test] {
        #expect(part.contains { rare[$0] == 1 })
      }
      #expect(uneven.validation.count { rare[$0] == 1 } == 1)
    }
  }

  @Test func tooFewDistinctMessagesAreRefused() throws {
    let labels = [0, 0, 0, 0, 1, 1, 1]
    let groups = MessageGroups(texts: ["a", "b", "c", "d", "x", "X!", "y"])
    let error = #expect(throws: SplitError.self) { try split(labels, groups) }
    #expect(
      error?.description
        == "The class 'class1' has 2 distinct messages, too few for each of 3 parts to get one; "
        + "add messages or ask for fewer parts.")
    let two = try split(labels, groups, SplitFractions(train: 0.8, validation: 0, test: 0.2))
    #expect(two.validation.isEmpty)
    #expect(two.test.contains { labels[$0] == 1 })
  }

  @Test func classesTiedByTextsWithTwoLabelsAreRefused() throws {
    // a, b, c must be apart for class 0, a, b, d for 1 and a, c, d for 2: four texts, three parts.
    let texts = ["a", "a", "a", "b", "b", "c", "c", "d", "d"]
    let error = #expect(throws: SplitError.self) {
      try split([0, 1, 2, 0, 1, 0, 2, 1, 2], MessageGroups(texts: texts))
    }
    guard case .tiedClass(_, parts: 3) = error else {
      Issue.record("\(error as Any)")
      return
    }
  }

  @Test func fractionsAreParsed() throws {
    #expect(try SplitFractions(parsing: "70/10/20") == .standard)
    #expect(try SplitFractions(parsing: "0.7/0.1/0.2") == .standard)
    #expect(try SplitFractions(parsing: "80/0/20").validation == 0)
    #expect(SplitFractions.standard.description == "70/10/20")
    #expect(try SplitFractions(parsing: "66.5/13.5/20").description == "66.5/13.5/20")
  }

  @Test(arguments: [
    "", "70", "70/30", "70/10/10", "70/10/20/0", "0/50/50", "-10/50/60", "a/b/c", "70//30",
    "nan/10/20", "inf/10/20", "70 /10/20", "1/99/0x",
  ])
  func badFractionsAreRefused(text: String) {
    #expect(throws: SplitError.fractions(text)) { try SplitFractions(parsing: text) }
  }
}
