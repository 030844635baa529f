import ArgumentParser
import Foundation
import Options
import RunDatabase
import SpamTuneKit

/// Which of the recorded runs are meant.
struct RunFilterArguments: ParsableArguments {
  @Option(help: "Only runs of this kind: train, cross-validate, baseline, pretrain.")
  var kind: String?

  @Option(help: "Only runs with this status.") var status: RunStatus?

  @Option(
    help: ArgumentHelp(
      "Only runs that began at this time or later: 2026-11-21, 2026-11-21T14:30 (UTC), or 7d or 12h ago.",
      valueName: "date"))
  var since: String?

  @Option(
    name: .customLong("name"),
    help: ArgumentHelp(
      "Only runs whose name matches; * stands for any text, ? for any character.",
      valueName: "pattern"))
  var namePattern: String?

  @Option(
    help: ArgumentHelp(
      "Only runs on these messages: a file's name, or the end of its path.", valueName: "name"))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "Only runs with this base: a folder's name, or the end of its path.", valueName: "name"))
  var base: String?

  @Option(
    name: .customLong("setting"),
    help: ArgumentHelp(
      "Only runs with this setting, such as epochs=5; may be repeated.",
      valueName: "key=value"))
  var settings: [String] = []

  /// - Throws: `KitError.badOption` for what no run of the database can meet because it is misspelt.
  func filter(for database: RunDatabase, now: Date = Date()) throws -> RunFilter {
    RunFilter(
      namePattern: namePattern, kind: try kind.map { try Self.known(kind: $0, in: database) },
      status: status, since: try since.map { try Self.moment($0, now: now) },
      data: data.map(Self.path), base: base.map(Self.path),
      settings: try Self.settings(settings, names: database.columnNames().settings))
  }

  private static func known(kind: String, in database: RunDatabase) throws -> String {
    let kinds = Set(try database.kinds() + ["train", "cross-validate", "baseline", "pretrain"])
    guard !kinds.contains(kind) else { return kind }
    throw KitError.badOption(
      "--kind \(kind): there are no such runs. Kinds are \(kinds.sorted().joined(separator: ", "))."
    )
  }

  private static func moment(_ text: String, now: Date) throws -> Date {
    guard let moment = Moment.date(text, now: now) else {
      throw KitError.badOption(
        "--since \(text): give a date such as 2026-11-21, a time such as 2026-11-21T14:30 in UTC, or how "
          + "long ago, such as 12h, 7d or 2w.")
    }
    return moment
  }

  private static func path(_ text: String) -> String {
    text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  private static func settings(_ pairs: [String], names: [String]) throws -> [String: String] {
    try pairs.reduce(into: [:]) { settings, pair in
      guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
        throw KitError.badOption("--setting \(pair): give a name and a value, such as epochs=5.")
      }
      let name = String(pair[..<equals].map { $0 == "-" ? "_" : $0 })
      // The names are the options' own, or at times their hyphenated spelling.
      guard let known = names.first(where: { $0 == name || $0 == pair[..<equals] }) else {
        let hint = name.closest(in: names).map { " Did you mean '\($0)'?" } ?? ""
        throw KitError.badOption("--setting \(pair): no run has a setting '\(name)'.\(hint)")
      }
      settings[known] = String(pair[pair.index(after: equals)...])
    }
  }
}

extension RunStatus: ExpressibleByArgument {}
