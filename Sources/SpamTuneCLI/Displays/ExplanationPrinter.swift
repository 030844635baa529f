import Foundation
import Reports
import SpamTuneKit

/// Prints explained answers, each at once.
struct ExplanationPrinter {
  private let format: ClassificationFormat
  private let neighbours: TrainingNeighbours?
  private let count: Int
  private let isColoured: Bool
  private var isFirst = true

  /// Looks up the training messages, where they are wanted and known.
  ///
  /// - Parameters:
  ///   - isStream: Whether texts come from a file or standard input.
  /// - Throws: `KitError` when training messages that were asked for are not known.
  init(
    _ arguments: ExplanationArguments, format: ClassificationFormat, classifier: TextClassifier,
    isStream: Bool
  ) throws {
    self.format = format
    count = arguments.nearest ?? (isStream ? 0 : 3)
    let environment = ProcessInfo.processInfo.environment
    isColoured =
      isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
      && environment["TERM"] != "dumb"
    guard count > 0 else {
      neighbours = nil
      return
    }
    let progress = ProgressLine()
    defer { progress.finish() }
    do {
      neighbours = try TrainingNeighbours(
        of: classifier, madeBy: FinishedRun(folder: classifier.folder.path)
      ) { done, total in
        if progress.isDue {
          progress.bar(
            "training messages", done: done, of: total, rest: "\(done)/\(total) messages")
        }
        return true
      }
    } catch {
      // Nobody has asked for them by name; whatever is wrong, the rest of the explanation is not.
      guard arguments.nearest == nil else { throw error }
      neighbours = nil
      note("Nearest training messages are left out: \(error)")
    }
  }

  mutating func print(
    _ texts: [String], by classifier: TextClassifier, longText: LongText, places: [String]? = nil
  ) throws {
    for (index, text) in texts.enumerated() {
      var explanation = try classifier.explanation(
        of: text, longText: longText, place: places?[index] ?? "text \(index + 1)")
      explanation.nearest = try neighbours?.nearest(to: text, count: count, longText: longText)
      guard format == .text else {
        try printJSON(explanation)
        continue
      }
      let space = isFirst ? "" : "\n\n"
      isFirst = false
      try StandardOutput.write(
        space + explanation.answerLine(isColoured: isColoured) + "\n\n"
          + TextRenderer(width: TerminalWidth.columns)
          .text(Document(explanation, isColoured: isColoured)) + "\n")
    }
  }
}
