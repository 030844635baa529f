import Foundation

/// Files that lie outside of the repository, and that tests find through environment variables; a
/// test that needs one is skipped without.
public enum Fixtures {
  /// The folder of reference results made by other implementations.
  public static let folder = place("SPAMTUNE_FIXTURES")
  public static let isMissing = folder == nil
  public static let note: String = "needs the reference results: set SPAMTUNE_FIXTURES"

  /// A folder with GPT-2's own vocabulary.
  public static let gpt2Vocabulary = place("SPAMTUNE_GPT2_VOCAB")
  /// The UCI file SMSSpamCollection.
  public static let smsCollection = place("SPAMTUNE_SMS")

  /// The path of one of the reference results.
  public static func path(_ name: String) -> String { (folder ?? "") + "/" + name }

  public static func data(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path(name)))
  }

  /// A JSON file as nested dictionaries and arrays.
  public static func json(_ name: String) throws -> JSON {
    JSON(try JSONSerialization.jsonObject(with: data(name)))
  }

  /// A JSON file whose keys are in snake case.
  public static func decode<Value: Decodable>(
    _ name: String, as type: Value.Type = Value.self
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: data(name))
  }

  private static func place(_ variable: String) -> String? {
    ProcessInfo.processInfo.environment[variable]
  }
}
