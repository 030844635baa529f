import Files

/// Why a tokenizer cannot be loaded, written, trained or used. Each description is one sentence
/// that names the file and the place in it.
public enum TokenizerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A file that exists but cannot be read.
  case unreadableFile(String, reason: String)
  /// A file that could not be written; what stood there before is untouched.
  case unwritableFile(String, reason: String)
  /// None of the three layouts of a GPT-2 vocabulary is in the directory.
  case missingVocabulary(directory: String)
  /// One half of a two-file vocabulary is there and the other is not.
  case missingFile(String, neededBy: String)
  /// The file breaks its format or contradicts itself. `line` counts from 1, `byte` from 0.
  case malformed(file: String, line: Int, byte: Int, problem: String)
  /// The file is well formed, but it is no complete vocabulary.
  case incomplete(file: String, problem: String)
  /// The file describes a tokenizer that splits or normalises text unlike GPT-2.
  case unsupported(file: String, problem: String)
  /// A vocabulary given in memory that contradicts itself.
  case invalidVocabulary(String)
  /// No vocabulary of this size can be trained.
  case vocabularySizeTooSmall(Int, minimum: Int)
  /// An id outside the vocabulary, met while decoding.
  case unknownToken(Int32, vocabularySize: Int)

  public var description: String {
    switch self {
    case .unreadableFile(let file, let reason):
      "\(file): cannot be read (\(reason))."
    case .unwritableFile(let file, let reason):
      "\(file): cannot be written (\(reason))."
    case .missingVocabulary(let directory):
      "\(directory): no tokenizer here; expected tokenizer.json, vocab.json with merges.txt, "
        + "or encoder.json with vocab.bpe."
    case .missingFile(let file, let other):
      "\(file): not found, but \(other) needs it; copy both from the same model."
    case .malformed(let file, let line, let byte, let problem):
      "\(file), line \(line), byte \(byte): \(problem)."
    case .incomplete(let file, let problem), .unsupported(let file, let problem):
      "\(file): \(problem)."
    case .invalidVocabulary(let problem):
      "The vocabulary is invalid: \(problem)."
    case .vocabularySizeTooSmall(let size, let minimum):
      "A vocabulary of \(size) tokens is too small; give at least \(minimum), for the 256 bytes "
        + "and <|endoftext|>."
    case .unknownToken(let id, let size):
      "Token id \(id) is outside the vocabulary of \(size) tokens (0...\(size - 1)); "
        + "do model and tokenizer belong together?"
    }
  }
}

extension TokenizerError: ReportableError {
  package var exitClass: ExitClass { .input }
}
