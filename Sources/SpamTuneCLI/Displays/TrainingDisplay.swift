import FineTuning
import Foundation
import Reports
import SpamTuneKit
import Synchronization

/// Shows a run on standard error: a bar on a terminal, plain lines elsewhere.
final class TrainingDisplay: Sendable {
  private struct State {
    var start = ContinuousClock.now
    var firstStep: Int?
  }

  private let progress = ProgressLine()
  private let state = Mutex(State())

  init(_ run: TrainingRun) {
    for line in RunIntroduction.sentences(name: run.name, folder: run.folder, run.data) {
      note(line)
    }
  }

  func show(_ event: TrainingRun.Event) {
    switch event {
    case .note(let text): progress.line(text)
    case .features(let done, let total): progress.showFeatures(done: done, total: total)
    case .training(.step(let step)): show(step)
    case .training(.progress(let progress)): show(progress)
    case .training(.checkpoint): break
    }
  }

  /// Ends an open bar.
  func finish() { progress.finish() }

  private func show(_ step: TrainingStep) {
    guard progress.isDue || step.step == step.totalSteps else { return }
    let (elapsed, first) = state.withLock { state in
      // A run that starts over begins to count anew.
      if state.firstStep.map({ step.step < $0 }) ?? true {
        state.firstStep = step.step
        state.start = .now
      }
      return (state.start.duration(to: .now).inSeconds, state.firstStep ?? step.step)
    }
    let taken = step.step - first
    let secondsPerStep = taken > 0 ? elapsed / Double(taken) : 0
    let left = Int((secondsPerStep * Double(step.totalSteps - step.step)).rounded())
    let rate = secondsPerStep > 0 ? Double(step.messageCount) / secondsPerStep : 0
    progress.bar(
      "epoch \(step.epoch)", done: step.step, of: step.totalSteps,
      rest: "loss \(NumberFormat.decimals(step.loss, 4))  "
        + "\(NumberFormat.decimals(rate, 0)) messages/s  "
        + "\(left / 60):\(String(format: "%02d", left % 60)) left")
  }

  private func show(_ progress: TrainingProgress) {
    func text(_ result: PartResult) -> String {
      "loss \(NumberFormat.decimals(result.loss, 4)), accuracy \(NumberFormat.decimals(result.accuracy, 4)) ("
        + "\(result.correct)/\(result.count))"
    }
    let moment =
      progress.isEndOfEpoch
      ? "epoch \(Int(progress.epoch))" : "epoch \(NumberFormat.decimals(progress.epoch, 2))"
    self.progress.line(
      "\(moment), step \(progress.step): train \(text(progress.train))"
        + (progress.validation.map { "; validation \(text($0))" } ?? ""))
  }
}
