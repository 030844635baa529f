import ArgumentParser
import Options
import SpamTuneKit

/// What `--resume` leaves for other options to say.
enum ResumeOption {
  /// - Parameters:
  ///   - what: That goes on: the run or the sweep.
  ///   - companions: Long names of the other options that go with --resume.
  /// - Throws: `ValidationError` naming a typed option that does not.
  static func refuseOthers(
    than companions: [String] = ["database", "threads", "format"], goingOnWith what: String = "run"
  ) throws(ValidationError) {
    let given = ParsedCommandLine.current.options.filter { $0.origin == .typed }.map(\.value.name)
    guard let other = given.first(where: { $0 != "resume" && !companions.contains($0) }) else {
      return
    }
    throw ValidationError(
      "--resume goes on with the settings the \(what) began with; of the other options only "
        + "\(Self.list(companions)) go with it. Leave out --\(other).")
  }

  private static func list(_ names: [String]) -> String {
    let flags = names.map { "--" + $0 }
    return flags.dropLast().joined(separator: ", ") + " and " + flags[flags.count - 1]
  }

  /// What to give to --resume, as a word of the shell: a name is looked up in the home's database only.
  static func value(name: String, folder: String, database: String) -> String {
    (database == Home.standard.database ? name : folder).shellWord
  }
}
