import ArgumentParser
import Files
import Options
import SpamTuneKit
import TextDatasets

/// The options of `train` that the trials of a sweep are given, and settings as arguments for it.
struct TrialOptions {
  private let train: CommandTree

  /// Of the search itself, or of where runs are and how they are shown: not of what is learned.
  private static let others: Set<String> = [
    "grid", "random", "seed-of-search", "metric", "halving", "resume", "output", "name", "database",
    "config", "format", "threads",
  ]
  /// Of which files the messages are in.
  private static let files: Set<String> = ["data", "train-file", "validation-file", "test-file"]

  init() {
    guard let train = ParsedCommandLine.current.program.subcommand(named: "train") else {
      preconditionFailure("the program has no command 'train'")
    }
    self.train = train
  }

  /// What all trials of a sweep have in common: the options that `sweep` was given for them. Paths are absolute, since
  /// they hold wherever the sweep is resumed.
  ///
  /// - Parameters:
  ///   - base: Nil where it is searched.
  ///   - searched: Options that trials have values of their own for. One from a file gives way to those.
  /// - Throws: `KitError.badOption` for a searched option that was typed as well.
  func common(
    source: DataOptions.Source, base: String?, searched: Set<String>
  ) throws(KitError) -> [SearchSetting] {
    let given = ParsedCommandLine.current.options.filter { !Self.others.contains($0.value.name) }
    let twice = given.first { $0.origin == .typed && searched.contains($0.value.name) }
    if let twice {
      throw .badOption(
        "--\(twice.value.name) is given for all trials and searched by --grid: leave one out.")
    }
    let options = given.map(\.value).filter {
      !searched.contains($0.name) && !Self.files.contains($0.name) && $0.name != "base"
    }
    var paths: [(name: String, path: String?)] = [("base", base.map(absolutePath))]
    switch source {
    case .file(let path, _): paths.append(("data", path))
    case .files(let train, let validation, let test):
      paths += [("train-file", train), ("validation-file", validation), ("test-file", test)]
    }
    return options.map { SearchSetting(name: $0.name, value: $0.value) }
      + paths.compactMap { name, path in path.map { SearchSetting(name: name, value: $0) } }
  }

  /// A trial's settings with an absolute path of the base, where that is searched.
  static func withAbsoluteBase(_ settings: [SearchSetting]) -> [SearchSetting] {
    settings.map { setting in
      setting.name == "base"
        ? SearchSetting(name: setting.name, value: absolutePath(setting.value)) : setting
    }
  }

  /// Makes sure that an option can be searched.
  ///
  /// - Throws: `KitError.badOption`.
  func check(_ axis: SearchAxis) throws(KitError) {
    let name = axis.name
    guard let option = train.option(named: name), name != "help" else {
      throw .badOption(
        "--grid \(name): 'train' has no option '\(name)'. "
          + (name.closest(in: train.optionNames).map { "Did you mean '\($0)'?" }
            ?? "'spamtune train --help' lists them."))
    }
    guard !Self.others.contains(name), !Self.files.contains(name) else {
      throw .badOption(
        "--grid \(name): this option is about places or about how a run is shown, not about what is learned. "
          + "Leave it out of the grid.")
    }
    guard option.isFlag else { return }
    guard case .list(let values) = axis.values, values.allSatisfy(["true", "false"].contains) else {
      throw .badOption("--grid \(name): the option is on or off. Give it true, false or both.")
    }
  }

  /// Settings as arguments of `train`, which takes the last of several values.
  func arguments(_ settings: [SearchSetting]) -> [String] {
    train.arguments(Self.values(settings))
  }

  /// Settings as a file of options.
  func toml(_ settings: [SearchSetting], remarks: [String]) -> String {
    train.toml(Self.values(settings), remarks: remarks)
  }

  private static func values(_ settings: [SearchSetting]) -> [OptionValue] {
    settings.map { OptionValue(name: $0.name, value: $0.value) }
  }

  /// What a trial is told, as the parser of `train` understands it.
  ///
  /// - Parameters:
  ///   - common: Settings of all trials.
  ///   - own: Settings of this one.
  /// - Throws: `KitError.badOption` when the parser does not understand it, and what reading the base's
  ///   recommendation throws.
  func training(
    _ common: [SearchSetting], _ own: [SearchSetting], in home: Home,
    tell: (String) -> Void = { _ in }
  ) throws -> TrainingOptions {
    do {
      return try Train.parse(arguments(common + own)).options(in: home, tell: tell)
    } catch let error as SettingError {
      throw Self.refusal(of: own, reason: error.description.withOptions)
    } catch {
      guard Train.exitCode(for: error) == .validationFailure else { throw error }
      let words = Train.message(for: error).split(whereSeparator: \.isWhitespace)
      throw Self.refusal(of: own, reason: words.joined(separator: " "))
    }
  }

  private static func refusal(of trial: [SearchSetting], reason: String) -> KitError {
    .badOption(
      "The trial with \(trial.map(\.text).joined(separator: " ")) cannot be: \(reason)"
        + (reason.hasSuffix(".") ? "" : "."))
  }
}

extension SearchSetting {
  /// As `--grid` would be told of it.
  var text: String { "\(name)=\(value)".shellWord }
}
