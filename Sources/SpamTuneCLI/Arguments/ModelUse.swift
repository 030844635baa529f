import Foundation
import SpamTuneKit

/// Which model a user means.
enum ModelChoice {
  /// - Parameter model: A folder, the name of a run, or nil for the newest.
  static func folder(_ model: String?, database: String?) throws -> String {
    let place = database ?? Home.standard.database
    guard let model else { return try RunLookup.newestModel(database: place) }
    let isFolder = FileManager.default.fileExists(atPath: model)
    return isFolder ? model : try RunLookup.folder(model, database: place)
  }
}
