import ConfigurationFiles

/// A command line into which the options from its files have been put.
///
/// They come right after the words that name the command. An option that is typed as well is left out of them,
/// so that the typed one holds. Of several files the later ones come first, and within a file a command's own table
/// comes before the keys outside of tables. Paths in a file mean what they would mean if they were typed.
public struct ExpandedArguments: Equatable, Sendable {
  /// What to give to the parser.
  public let arguments: [String]
  /// The part of it that comes from files.
  public let added: [String]

  /// - Parameters:
  ///   - arguments: As typed, without the program's name.
  ///   - root: The program.
  /// - Throws: `OptionsFileError`, `ConfigurationFileError`, `FileError`: a file that cannot be used.
  public init(_ arguments: [String], of root: CommandTree) throws {
    let typed = TypedArguments(arguments, of: root)
    var chosen = ChosenOptions(typed)
    if !typed.asksForHelp {
      for path in typed.files { try chosen.add(try ConfigurationFile(path: path)) }
    }
    added = chosen.arguments
    self.arguments = typed.words + added + typed.others
  }
}
