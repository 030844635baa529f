import Testing
import TextDatasets

@Suite struct SplitProtocolTests {
  @Test(arguments: [
    ("almeida2011", SplitProtocol.almeida2011), ("raschka", .raschka),
    ("raschka-experiments", .raschkaExperiments), ("kfold:3:3", .fold(3, of: 3)),
    ("kfold:10:1", .fold(1, of: 10)), ("70/10/20", .fractions(.standard)),
  ])
  func namesAreReadAndWritten(name: String, split: SplitProtocol) throws {
    #expect(try SplitProtocol(parsing: name) == split)
    #expect(split.description == name)
  }

  @Test func theFirstFoldNeedsNoNumber() throws {
    #expect(try SplitProtocol(parsing: "kfold:5") == .fold(1, of: 5))
    #expect(try SplitProtocol(parsing: "0.7/0.1/0.2") == .fractions(.standard))
  }

  @Test(arguments: [
    "kfold", "kfold:", "kfold:2", "kfold:-3", "kfold:x", "kfold:3:0", "kfold:3:4", "kfold:3:",
    "kfold:3:1:1", "kfold::1", "kfold:9223372036854775808",
  ])
  func foldsMustBeThere(name: String) {
    #expect(throws: SplitError.fold(name)) { try SplitProtocol(parsing: name) }
  }

  @Test(arguments: ["", "80", "Raschka", "raschka ", "kfolds:3", "almeida"])
  func unknownNamesAreAnsweredWithTheKnown(name: String) {
    #expect(throws: SplitError.unknownSplit(name)) { try SplitProtocol(parsing: name) }
    let sentence = "\(SplitError.unknownSplit(name))"
    for known in ["70/10/20", "kfold:K", "almeida2011", "raschka", "raschka-experiments"] {
      #expect(sentence.contains(known))
    }
  }

  @Test func sharesThatAreNoneAreSharesStill() {
    #expect(throws: SplitError.fractions("70/10")) { try SplitProtocol(parsing: "70/10") }
    #expect(throws: SplitError.fractions("raschka/1/2")) {
      try SplitProtocol(parsing: "raschka/1/2")
    }
  }

  @Test(arguments: [SplitProtocol.raschka, .raschkaExperiments])
  func aBalancedRandomOrderTakesNoOther(split: SplitProtocol) throws {
    try split.validate(undersamples: false, shuffles: true)
    #expect(throws: SplitError.alreadyBalanced(split)) {
      try split.validate(undersamples: true, shuffles: true)
    }
    #expect(throws: SplitError.needsShuffling(split)) {
      try split.validate(undersamples: false, shuffles: false)
    }
    try SplitProtocol.almeida2011.validate(undersamples: true, shuffles: false)
  }
}
