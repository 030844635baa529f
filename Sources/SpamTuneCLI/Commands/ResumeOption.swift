import ArgumentParser
import SpamTuneKit

/// What `--resume` leaves for other options to say.
enum ResumeOption {
  private static let companions = ["--resume", "--database", "--threads", "--format"]

  /// - Throws: `ValidationError` naming an option on the command line that cannot go with --resume.
  ///   What the parser hands over does not tell a default from the same value given.
  static func refuseOthers() throws(ValidationError) {
    let given = CommandLine.arguments.dropFirst().filter { $0.hasPrefix("-") }
      .map { argument in String(argument.prefix { $0 != "=" }) }
    guard let option = given.first(where: { !companions.contains($0) }) else { return }
    throw ValidationError(
      "--resume goes on with the settings the run began with; of the other options only "
        + "--database, --threads and --format go with it. Leave out \(option).")
  }

  /// What to give to --resume, as a word of the shell: a name is looked up in the home's database only.
  static func value(name: String, folder: String, database: String) -> String {
    (database == Home.standard.database ? name : folder).shellWord
  }
}
