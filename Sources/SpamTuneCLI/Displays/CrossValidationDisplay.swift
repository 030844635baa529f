import Foundation
import Reports
import SpamTuneKit

/// Shows a cross-validation on standard error.
final class CrossValidationDisplay {
  private let progress = ProgressLine()

  init(_ crossValidation: CrossValidation) {
    let data = crossValidation.data
    note(
      "run \(crossValidation.name) in \(crossValidation.folder): \(data.messages.count) messages of \(data.classes.count) classes"
    )
    if data.skippedCount > 0 { note("\(data.skippedCount) bad rows were skipped") }
  }

  func show(_ event: CrossValidation.Event) {
    switch event {
    case .note(let text): progress.line(text)
    case .features(let done, let total): progress.showFeatures(done: done, total: total)
    case .training(.step(let done, let total)):
      guard progress.isDue else { return }
      progress.bar("training", done: done, of: total, rest: "step \(done) of \(total)")
    case .training(.round(let round, let count)):
      progress.line("round \(round.number) of \(count): \(round.line)")
    }
  }

  func finish() { progress.finish() }
}
