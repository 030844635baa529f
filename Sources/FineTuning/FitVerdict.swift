#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the course of training says about the fit, in words.
public enum FitVerdict: Sendable, Equatable {
  /// Validation loss rose while training loss kept falling.
  case overfitting(bestEpoch: Double, bestLoss: Double, lastLoss: Double)
  /// Training loss is still near that of guessing the classes' shares.
  case underfitting(loss: Double, guessing: Double)
  /// Both losses were still falling at the end.
  case stillImproving
  case good
  /// Nothing was held out to judge by.
  case unknown

  /// - Parameters:
  ///   - history: Results at the ends of epochs and between, oldest first.
  ///   - classShares: Share of each class among the training messages; they sum to 1.
  public init(history: [TrainingProgress], classShares: [Double]) {
    guard let last = history.last else {
      self = .unknown
      return
    }
    let guessing = classShares.reduce(0) { $0 - ($1 > 0 ? $1 * log($1) : 0) }
    if last.train.loss > 0.8 * guessing {
      self = .underfitting(loss: last.train.loss, guessing: guessing)
      return
    }
    let validated = history.compactMap { progress in
      progress.validation.map { (epoch: progress.epoch, loss: $0.loss) }
    }
    guard let end = validated.last, let best = validated.min(by: { $0.loss < $1.loss }) else {
      self = .unknown
      return
    }
    // A rise of a tenth, and more than a thousandth of a nat, is more than the noise of a last step.
    if end.loss > 1.1 * best.loss, end.loss - best.loss > 0.001, end.loss > last.train.loss {
      self = .overfitting(bestEpoch: best.epoch, bestLoss: best.loss, lastLoss: end.loss)
    } else if history.count > 1, end.loss == best.loss,
      last.train.loss < 0.9 * history[history.count - 2].train.loss
    {
      self = .stillImproving
    } else {
      self = .good
    }
  }

  /// One sentence for a person.
  public var sentence: String {
    switch self {
    case .overfitting(let epoch, let best, let last):
      "Overfitting: validation loss was lowest after epoch \(shortened(epoch, 2)) "
        + "(\(shortened(best, 4))) and rose to \(shortened(last, 4)). "
        + "Try fewer epochs, a lower learning rate or a dropout of 0.1."
    case .underfitting(let loss, let guessing):
      "Underfitting: training loss \(shortened(loss, 4)) is \(loss > guessing ? "above" : "near") that of "
        + "guessing (\(shortened(guessing, 4))). Try more epochs, a higher learning rate or "
        + "more blocks that learn."
    case .stillImproving:
      "Still improving: both losses were falling at the end. More epochs may help."
    case .good:
      "Good fit: validation loss stayed near its lowest value."
    case .unknown:
      "No verdict on the fit: there was no validation part."
    }
  }
}

private func shortened(_ value: Double, _ digits: Int) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  return "\((value * scale).rounded() / scale)"
}
