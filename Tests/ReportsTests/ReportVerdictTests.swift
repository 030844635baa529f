import Audits
import ClassificationMetrics
import Drift
import SpamTuneKit
import Testing

@testable import Reports

/// The intervals in the sentences are those of scipy 1.17.1, binomtest(k, n).proportion_ci(method='wilson').
@Suite struct ReportVerdictTests {
  private func sentences(_ report: ModelReport) -> [String] { ReportVerdict(report).sentences }

  private func has(_ report: ModelReport, _ words: String) -> Bool {
    sentences(report).contains { $0.contains(words) }
  }

  @Test func theFirstSentenceCountsFalseAlarmsAndFinds() throws {
    // 4/1000: 0.00156 to 0.01024; 95/100: 0.8882 to 0.9785.
    let report = try MadeReport.of(hits: 95, misses: 5, alarms: 4, quiet: 996)
    #expect(
      sentences(report)[0]
        == "Of 1,000 ham messages about 4 (1 to 11) would be taken for spam, and of 100 spam messages about "
        + "95 (88 to 98) would be found.")
  }

  @Test func noMistakeIsNoPromise() throws {
    // 0/20: 0 to 0.1611; 20/20: 0.8389 to 1.
    let report = try MadeReport.of(hits: 20, misses: 0, alarms: 0, quiet: 20)
    #expect(
      sentences(report)[0]
        == "Of 1,000 ham messages none (0 to 162) would be taken for spam, and of 100 spam messages about "
        + "100 (83 to 100) would be found.")
    #expect(has(report, "With only 20 ham and only 20 spam messages they are wide or missing"))
  }

  @Test func oneClassLeavesTheOtherQuestionOpen() throws {
    let ham = try MadeReport.of(hits: 0, misses: 0, alarms: 1, quiet: 99)
    #expect(sentences(ham)[0].contains("none of the messages is spam"))
    #expect(has(ham, "All messages have one label"))
    #expect(has(ham, "With no spam messages"))
    let spam = try MadeReport.of(hits: 99, misses: 1, alarms: 0, quiet: 0)
    #expect(sentences(spam)[0].contains("all of the messages are spam"))
    #expect(has(spam, "All messages have one label"))
  }

  @Test func manyClassesAreCountedTogetherAndByTheWeakest() throws {
    let report = try MadeReport.report(
      labels: Array(repeating: 0, count: 60) + Array(repeating: 1, count: 60)
        + Array(repeating: 2, count: 60),
      predicted: Array(repeating: 0, count: 60) + Array(repeating: 1, count: 60)
        + Array(repeating: 2, count: 30) + Array(repeating: 0, count: 30),
      classes: ["ham", "offer", "spam"], positive: nil)
    #expect(sentences(report)[0].hasPrefix("Of 100 messages about 83 ("))
    #expect(sentences(report)[0].contains("weakest class, spam, about 50 ("))
  }

  @Test func guessingTheLargerClassIsTheMeasure() throws {
    let good = try MadeReport.of(hits: 95, misses: 5, alarms: 4, quiet: 996)
    #expect(
      has(good, "Always answering ham would be right in 90.9 % of the cases; the model is better"))
    // 880 of 1,000 would be right by guessing, 885 are: the interval holds both.
    let even = try MadeReport.of(hits: 60, misses: 60, alarms: 55, quiet: 825)
    #expect(has(even, "the model may or may not be better"))
    let bad = try MadeReport.of(hits: 10, misses: 90, alarms: 100, quiet: 800)
    #expect(has(bad, "the model is worse"))
  }

  @Test func aRuleThatIsNearlyAsGoodIsSaid() throws {
    var report = try MadeReport.of(hits: 95, misses: 5, alarms: 4, quiet: 996)
    func audit(_ right: Int) -> ShortcutAudit {
      ShortcutAudit(
        rules: [
          ShortcutAudit.Rule(
            name: "a link", isReversed: false, accuracy: .proportion(right, of: 1_100), mcc: 0.9)
        ], accuracy: report.evaluation.accuracy, mcc: 0.95,
        masked: [
          ShortcutAudit.Masked(
            name: "digits as 0", changed: 90, flipped: 80, accuracy: .proportion(1_000, of: 1_100),
            recall: .proportion(10, of: 100), falsePositiveRate: .proportion(3, of: 1_000))
        ])
    }
    report.shortcuts = audit(1_085)
    #expect(has(report, "(a link) is right in 98.6 %"))
    #expect(has(report, "these messages do not settle whether the model is better"))
    #expect(has(report, "with digits as 0 it is right in 90.9 %"))
    report.shortcuts = audit(900)
    #expect(has(report, "The model is clearly better."))
    report.shortcuts = audit(1_100)
    #expect(has(report, "The rule is better"))
  }

  @Test func probabilitiesThatPromiseTooMuchAreOverconfident() throws {
    let much = try MadeReport.of(hits: 80, misses: 20, alarms: 20, quiet: 80, sureness: 0.99)
    #expect(has(much, "overconfident: on average it is 99.0 % sure and right in 80.0 %"))
    let little = try MadeReport.of(hits: 99, misses: 1, alarms: 1, quiet: 99, sureness: 0.6)
    #expect(has(little, "too modest: on average it is 60.0 % sure and right in 99.0 %"))
    let right = try MadeReport.of(hits: 90, misses: 10, alarms: 10, quiet: 90, sureness: 0.9)
    #expect(has(right, "mean what they say"))
  }

  @Test func messagesThatTrainingHasSeenComeRightAfterTheFirstSentence() throws {
    var report = try MadeReport.of(hits: 95, misses: 5, alarms: 4, quiet: 996)
    #expect(!has(report, "flatter"))
    report.data.seenInTraining = 7
    #expect(sentences(report)[1].hasPrefix("7 messages of 1,100 equal a message that the model"))
    report.data.isTrainedOn = true
    report.data.seenInTraining = 770
    #expect(
      sentences(report)[1].contains("is the file that run tour was trained on; 770 of its 1,100"))
    report.data.isTrainedOn = false
    report.data.seenInTraining = 0
    report.data.part = "validation"
    #expect(sentences(report)[1].hasPrefix("There is no test part"))
  }

  @Test func onlyAClearlyWeakSliceIsNamed() throws {
    var report = try MadeReport.of(hits: 95, misses: 5, alarms: 4, quiet: 996)
    let none = Estimate.undefined("there is no positive class")
    func slice(_ name: String, _ right: Int, of count: Int) -> Slice {
      Slice(
        group: "links", name: name, examples: count, positives: nil,
        accuracy: .proportion(right, of: count), precision: none,
        recall: none, falsePositiveRate: none)
    }
    report.slices = [slice("with", 9, of: 9), slice("without", 1_082, of: 1_091)]
    #expect(has(report, "No kind of message stands out as weak."))
    report.slices = [slice("with", 60, of: 100), slice("without", 990, of: 1_000)]
    #expect(has(report, "It does worst on messages of the kind 'links: with': right in 60.0 %"))
    // Two of four may be chance.
    report.slices = [slice("with", 2, of: 4)]
    #expect(has(report, "No kind of message stands out as weak."))
  }

  @Test func findingsOfTheAuditsAreSaidInWords() throws {
    var report = try MadeReport.of(hits: 95, misses: 5, alarms: 4, quiet: 996)
    report.obfuscation = ObfuscationAudit(
      falsePositiveRate: .proportion(4, of: 1_000), threshold: 0.5, positives: 100,
      recall: .proportion(95, of: 100),
      disguises: [
        ObfuscationAudit.Disguise(
          name: "leetspeak", changed: 100, recall: .proportion(90, of: 100)),
        ObfuscationAudit.Disguise(
          name: "homoglyphs", changed: 100, recall: .proportion(40, of: 100)),
      ])
    report.labelIssues = [
      LabelIssue(
        row: 12, label: "ham", suggested: "spam", probabilityOfLabel: 0.01,
        probabilityOfSuggested: 0.99)
    ]
    report.nearDuplicates = [
      NearDuplicate(row: 3, trainingRow: 4, similarity: 0.9, hasSameLabel: true),
      NearDuplicate(row: 5, trainingRow: 4, similarity: 0.9, hasSameLabel: true),
    ]
    report.data.skippedRows = 2
    report.data.truncatedMessages = 1
    report.learning = LearningCurves(steps: [], epochs: [], verdict: "Overfitting: as it happens.")
    #expect(has(report, "with homoglyphs, 40.0 %"))
    #expect(has(report, "1 label may be wrong (row 12): look at it"))
    #expect(has(report, "2 messages of 1,100 are nearly the same"))
    #expect(has(report, "2 bad rows left out and 1 message read in part only"))
    #expect(has(report, "Overfitting: as it happens."))
  }

  @Test func aShiftOfTheProbabilitiesIsSaid() throws {
    var report = try MadeReport.of(hits: 95, misses: 5, alarms: 4, quiet: 996)
    report.meanPositiveProbability = 0.0909
    #expect(!has(report, "But it gives spam"))
    report.meanPositiveProbability = 0.13
    #expect(has(report, "But it gives spam 13.0 % on average where 9.1 % are"))
  }

  @Test func aModelThatGuessingBeatsIsCalledWorse() throws {
    var report = try MadeReport.of(hits: 10, misses: 90, alarms: 500, quiet: 500)
    report.labelIssues = [
      LabelIssue(
        row: 1, label: "ham", suggested: "spam", probabilityOfLabel: 0.1,
        probabilityOfSuggested: 0.9)
    ]
    #expect(has(report, "the model is worse"))
    #expect(!has(report, "may be wrong"))
  }

  @Test func aThreeWayAnswerSaysHowMuchIsLeftOpenAndWhatTheThresholdIsFor() throws {
    var report = try MadeReport.of(hits: 95, misses: 5, alarms: 4, quiet: 996)
    report.subject.threshold = 0.9
    report.subject.unsureFrom = 0.2
    report.subject.decision = "at most 1 % of ham counts as spam (chosen on other mail)."
    report.thresholds = [
      ThresholdPoint(
        threshold: 0.9,
        counts: BinaryCounts(
          truePositives: 95, falsePositives: 4, falseNegatives: 5, trueNegatives: 996)),
      ThresholdPoint(
        threshold: 0.2,
        counts: BinaryCounts(
          truePositives: 97, falsePositives: 12, falseNegatives: 3, trueNegatives: 988)),
    ]
    #expect(
      sentences(report)[1]
        == "10 messages of 1,100 would be left undecided; they are counted here as ham. Of 100 spam 3 would "
        + "be answered ham outright.")
    #expect(
      sentences(report)[2]
        == "The threshold of 0.9000 is meant to achieve: at most 1 % of ham counts as spam (chosen on other "
        + "mail).")
  }

  @Test func aDriftThatWasFoundWarns() throws {
    var report = try MadeReport.of(hits: 95, misses: 5, alarms: 4, quiet: 996)
    func drift(_ verdict: DriftReport.Verdict) -> DriftReport {
      DriftReport(
        reference: DriftReport.Side(name: "old.tsv", examples: 10),
        current: DriftReport.Side(name: "new.tsv", examples: 10), features: [],
        domainAUC: Estimate(value: 0.9), estimatedReference: nil, estimatedCurrent: nil,
        verdict: verdict, sentences: [])
    }
    report.drift = drift(.large)
    #expect(has(report, "(new.tsv against old.tsv) found a large change"))
    report.drift = drift(.none)
    #expect(!has(report, "drift"))
  }
}
