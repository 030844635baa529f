import FineTuning
import Foundation
import Testing

@Suite struct FitVerdictTests {
  /// Losses at the ends of consecutive epochs; a nil validation loss stands for no validation part.
  private func verdict(
    train: [Double], validation: [Double?], shares: [Double] = [0.5, 0.5]
  ) throws -> FitVerdict {
    func part(_ loss: Double) -> String { "{\"loss\": \(loss), \"correct\": 1, \"count\": 2}" }
    let history = zip(train, validation).enumerated().map { index, losses in
      let validation = losses.1.map { ", \"validation\": \(part($0))" } ?? ""
      return """
        {"step": \(index + 1), "epoch": \(index + 1), "runningLoss": \(losses.0), \
        "train": \(part(losses.0))\(validation)}
        """
    }
    let json = Data("[\(history.joined(separator: ","))]".utf8)
    return FitVerdict(
      history: try JSONDecoder().decode([TrainingProgress].self, from: json), classShares: shares)
  }

  @Test func aRisingValidationLossIsOverfitting() throws {
    let found = try verdict(train: [0.4, 0.2, 0.05], validation: [0.4, 0.3, 0.5])
    #expect(found == .overfitting(bestEpoch: 2, bestLoss: 0.3, lastLoss: 0.5))
    #expect(found.sentence.hasPrefix("Overfitting: validation loss was lowest after epoch 2.0 "))
  }

  @Test func aSmallRiseIsNoise() throws {
    #expect(try verdict(train: [0.4, 0.2, 0.1], validation: [0.4, 0.3, 0.32]) == .good)
    #expect(try verdict(train: [1e-3, 1e-4, 1e-5], validation: [2e-4, 1e-4, 1e-3]) == .good)
  }

  @Test func aValidationLossBelowTheTrainingLossIsNoOverfitting() throws {
    #expect(try verdict(train: [0.5, 0.5, 0.5], validation: [0.4, 0.3, 0.4]) == .good)
  }

  @Test func aLossNearThatOfGuessingIsUnderfitting() throws {
    let found = try verdict(train: [0.69, 0.68], validation: [0.69, 0.68])
    guard case .underfitting(let loss, let guessing) = found else {
      Issue.record("\(found)")
      return
    }
    #expect(loss == 0.68 && abs(guessing - 0.693147) < 1e-6)
  }

  @Test func guessingKnowsTheSharesOfTheClasses() throws {
    // 0.4 nats are good for two equal classes, and what guessing gets for 0.87 : 0.13.
    #expect(try verdict(train: [0.4, 0.4], validation: [0.4, 0.4]) == .good)
    let rare = try verdict(train: [0.4, 0.4], validation: [0.4, 0.4], shares: [0.87, 0.13])
    guard case .underfitting = rare else {
      Issue.record("\(rare)")
      return
    }
  }

  @Test func twoFallingLossesAreStillImproving() throws {
    #expect(try verdict(train: [0.5, 0.3], validation: [0.5, 0.4]) == .stillImproving)
  }

  @Test func aSteadyLowLossIsGood() throws {
    #expect(try verdict(train: [0.1, 0.095], validation: [0.12, 0.11]) == .good)
  }

  @Test func withoutValidationThereIsNoVerdict() throws {
    #expect(try verdict(train: [0.3, 0.1], validation: [nil, nil]) == .unknown)
    #expect(FitVerdict(history: [], classShares: [0.5, 0.5]) == .unknown)
  }

  @Test func everyVerdictIsASentence() {
    let verdicts: [FitVerdict] = [
      .overfitting(bestEpoch: 1.5, bestLoss: 0.12345, lastLoss: 0.5),
      .underfitting(loss: 0.6, guessing: 0.69), .stillImproving, .good, .unknown,
    ]
    #expect(verdicts.allSatisfy { $0.sentence.hasSuffix(".") })
    #expect(verdicts[0].sentence.contains("(0.1235)"))
  }
}
