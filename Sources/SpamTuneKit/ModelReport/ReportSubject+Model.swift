import Foundation
import GPT2
import RunDatabase

extension ReportSubject {
  init(_ model: ReportedModel, _ scored: ScoredMessages, options: ReportOptions) {
    let folder = model.classifier.folder
    let run = model.origin?.run
    let isDecided = scored.evaluation.threshold != nil
    self.init(
      model: absolutePath(folder.path), sha256: model.sha256, run: model.origin?.name,
      command: run?.facts.commandLine, reportCommand: options.commandLine,
      version: SpamTune.version, createdAt: Date().formatted(.iso8601),
      base: folder.base?.path ?? run?.facts.base?.path, classes: scored.classes,
      positiveClass: scored.positiveClass.map { scored.classes[$0] },
      parameters: folder.parameterCount,
      threshold: isDecided ? scored.decision.threshold : nil,
      unsureFrom: isDecided ? scored.decision.unsureFrom : nil,
      settings: run.map(Self.settings) ?? [:])
  }

  private static func settings(of run: Run) -> [String: String] {
    // All together they are there once more.
    run.facts.settings.filter { $0.key != RunSettings.whole }.compactMapValues(\.text)
  }
}

extension ModelFolder {
  /// Weights of the whole model, those of its base, its head and its adapters included.
  fileprivate var parameterCount: Int {
    let head = [ClassificationHead.weightName, ClassificationHead.biasName]
      .compactMap { tensors.shape(of: $0)?.reduce(1, *) }.reduce(0, +)
    // An adapter's folder holds its matrices and the head.
    let own = adapter == nil ? head : collection.tensors.reduce(0) { $0 + $1.elementCount }
    return configuration.model.parameterCount + own
  }
}
