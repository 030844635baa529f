import Audits
import ClassificationMetrics
import SeededRandom
import Testing

@Suite struct LabelIssueTests {
  @Test func plantedErrorsAreFoundAndNothingElse() {
    var generator = SplitMix64(seed: 7)
    var messages: [(text: String, isSpam: Bool, spam: Double)] = []
    for index in 0..<200 {
      let isSpam = index % 4 == 0
      let sure = 0.8 + 0.19 * Double(generator.uniform(below: 1000)) / 1000
      messages.append((text: "\(index)", isSpam: isSpam, spam: isSpam ? sure : 1 - sure))
    }
    let planted = [3, 8, 50, 77, 101, 120, 199]
    for index in planted {
      messages[index].spam = messages[index].isSpam ? 0.98 : 0.02
      messages[index].isSpam.toggle()
    }
    let suspects = audited(messages).labelIssues()
    #expect(suspects.map(\.row).sorted() == planted.map { 10 * ($0 + 1) })
    let margins = suspects.map { $0.probabilityOfLabel - $0.probabilityOfSuggested }
    #expect(margins == margins.sorted())
    for suspect in suspects {
      let message = messages[suspect.row / 10 - 1]
      #expect(suspect.label == (message.isSpam ? "spam" : "ham"))
      #expect(suspect.suggested == (message.isSpam ? "ham" : "spam"))
    }
  }

  @Test func theThresholdsAreTheMeansOfEachClass() {
    // Means of the label's own probability: ham (0.9 + 0.8 + 0.4) / 3 = 0.7, spam (0.9 + 0.5) / 2 = 0.7.
    let messages = audited([
      ("a", false, 0.1), ("b", false, 0.2), ("c", false, 0.6), ("d", true, 0.9), ("e", true, 0.5),
    ])
    // 0.6 for spam is below what spam has on average, so that nobody is a suspect …
    #expect(messages.labelIssues() == [])
    // … and with a less sure message of spam it is above: (0.9 + 0.2) / 2 = 0.55.
    let others = audited([
      ("a", false, 0.1), ("b", false, 0.2), ("c", false, 0.6), ("d", true, 0.9), ("e", true, 0.2),
    ])
    let suspects = others.labelIssues()
    #expect(suspects.map(\.row) == [50, 30])
    #expect(suspects.map(\.suggested) == ["ham", "spam"])
    #expect(suspects[1].probabilityOfLabel == 0.4)
    #expect(suspects[1].probabilityOfSuggested == 0.6)
  }

  @Test func aLabelThatTheModelPrefersIsNoSuspect() {
    // Spam is hardly known: 0.35 is more than it has on average, and still less than ham has here.
    let messages = audited([
      ("a", false, 0.05), ("b", false, 0.35), ("c", true, 0.3), ("d", true, 0.2),
    ])
    #expect(messages.labelIssues().filter { $0.label == "ham" } == [])
  }

  @Test func ignoredMessagesNeitherCountNorAppear() {
    let messages = audited([
      ("a", false, 0.1), ("b", false, 0.9), ("c", true, 0.9), ("d", true, 0.9), ("e", true, 0.1),
    ])
    #expect(messages.labelIssues().map(\.row) == [20, 50])
    #expect(messages.labelIssues(ignoring: [1]).map(\.row) == [50])
    #expect(messages.labelIssues(ignoring: [0, 1, 2, 3, 4]) == [])
  }

  @Test func ofThreeClassesTheMostProbableOneAboveItsThresholdIsSuggested() {
    let messages = AuditedMessages(
      texts: ["a", "b", "c", "d"], labels: [0, 1, 2, 0], rows: [1, 2, 3, 4],
      classes: ClassSet(["x", "y", "z"], positive: nil),
      probabilities: [[0.9, 0.05, 0.05], [0.4, 0.5, 0.1], [0.4, 0.2, 0.4], [0.05, 0.5, 0.45]])
    #expect(
      messages.labelIssues() == [
        LabelIssue(
          row: 4, label: "x", suggested: "y", probabilityOfLabel: 0.05, probabilityOfSuggested: 0.5)
      ])
  }

  @Test func aClassWithoutMessagesIsNeverSuggested() {
    let messages = AuditedMessages(
      texts: ["a", "b"], labels: [0, 0], rows: [1, 2], classes: ClassSet(["x", "y"], positive: 1),
      probabilities: [[0.9, 0.1], [0.1, 0.9]])
    #expect(messages.labelIssues() == [])
  }
}
