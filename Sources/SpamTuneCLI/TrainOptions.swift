import ArgumentParser
import FineTuning
import OptionsFiles
import SpamTuneKit

/// The options of `train`, by the names that its parser knows, and settings as arguments for it.
struct TrainOptions {
  private let train: CommandOptions
  private let sweep: CommandOptions

  /// Of the search itself, or of where runs are and how they are shown: not of what is learned.
  private static let others: Set<String> = [
    "grid", "random", "seed-of-search", "metric", "halving", "resume", "output", "name", "database",
    "config", "format", "threads",
  ]
  /// Of which files the messages are in.
  private static let files: Set<String> = ["data", "train-file", "validation-file", "test-file"]

  init() throws {
    let tree = try CommandTree.read(SpamTuneCommand._dumpHelp())
    guard let train = CommandOptions(of: "train", in: tree),
      let sweep = CommandOptions(of: "sweep", in: tree)
    else { preconditionFailure("the program has no commands 'train' and 'sweep'") }
    (self.train, self.sweep) = (train, sweep)
  }

  /// What was given to `sweep` for its trials.
  func settings(in arguments: some Sequence<String>) -> [SearchSetting] {
    sweep.given(in: arguments).filter { !Self.others.contains($0.name) }
      .map { SearchSetting(name: $0.name, value: $0.value ?? "true") }
  }

  /// Makes sure that an option can be searched.
  ///
  /// - Throws: `KitError.badOption`.
  func check(_ axis: SearchAxis) throws(KitError) {
    let name = axis.name
    guard let isFlag = train.isFlag(name) else {
      throw .badOption(
        "--grid \(name): 'train' has no option '\(name)'. "
          + (train.suggestion(for: name).map { "Did you mean '\($0)'?" }
            ?? "'spamtune train --help' lists them."))
    }
    guard !Self.others.contains(name), !Self.files.contains(name) else {
      throw .badOption(
        "--grid \(name): this option is about places or about how a run is shown, not about what is learned. "
          + "Leave it out of the grid.")
    }
    guard isFlag else { return }
    guard case .list(let values) = axis.values, values.allSatisfy(["true", "false"].contains) else {
      throw .badOption("--grid \(name): the option is on or off. Give it true, false or both.")
    }
  }

  /// Settings as options of `train`; of an option that is given twice the last one holds.
  func given(_ settings: [SearchSetting]) -> [GivenOption] {
    settings.compactMap { setting in
      guard train.isFlag(setting.name) == true else {
        return GivenOption(name: setting.name, value: setting.value)
      }
      return setting.value == "true" ? GivenOption(name: setting.name, value: nil) : nil
    }
  }

  /// What a trial is told, as the parser of `train` understands it.
  ///
  /// - Parameters:
  ///   - common: Settings of all trials.
  ///   - own: Settings of this one.
  /// - Throws: `KitError.badOption` when the parser does not understand it, and what reading the base's
  ///   recommendation throws.
  func options(
    _ common: [SearchSetting], _ own: [SearchSetting], in home: Home,
    tell: (String) -> Void = { _ in }
  ) throws -> TrainingOptions {
    do {
      return try Train.parse(given(common + own).map(\.argument)).options(in: home, tell: tell)
    } catch let error as KitError {
      throw error
    } catch {
      guard Train.exitCode(for: error) == .validationFailure else { throw error }
      let words = Train.message(for: error).split(whereSeparator: \.isWhitespace)
      let reason = words.joined(separator: " ")
      throw KitError.badOption(
        "The trial with \(own.map(\.text).joined(separator: " ")) cannot be: \(reason)"
          + (reason.hasSuffix(".") ? "" : "."))
    }
  }
}

extension SearchSetting {
  /// As `--grid` would be told of it.
  var text: String { "\(name)=\(value)".shellWord }
}
