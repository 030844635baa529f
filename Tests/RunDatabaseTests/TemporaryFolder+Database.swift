import Foundation
import TestFiles

extension TemporaryFolder {
  /// Where the tests keep their database.
  var database: String { file("runs.sqlite") }

  /// Whether any file of the folder holds these bytes.
  func holds(_ text: String) throws -> Bool {
    try names().contains { try Data(contents(of: $0)).range(of: Data(text.utf8)) != nil }
  }
}
