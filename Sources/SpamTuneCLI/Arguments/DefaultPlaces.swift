import Foundation
import SpamTuneKit

/// What is used when the user names neither base nor data: the real ones where they were fetched,
/// else those that come with the program.
enum DefaultPlaces {
  static func base(in home: Home) throws -> String {
    try firstOf(
      [home.weights + "/gpt2", home.weights + "/mini"], holding: "config.json", what: "base model",
      remedy: "Fetch GPT-2 with scripts/fetch-gpt2, or name a folder with --base.")
  }

  static func data(in home: Home) throws -> String {
    try firstOf(
      [home.data + "/SMSSpamCollection", home.data + "/sample.tsv"], holding: nil, what: "data",
      remedy: "Fetch the UCI set with scripts/fetch-sms, or name a file with --data.")
  }

  private static func firstOf(
    _ places: [String], holding file: String?, what: String, remedy: String
  ) throws -> String {
    for place in places {
      let wanted = file.map { place + "/" + $0 } ?? place
      guard FileManager.default.fileExists(atPath: wanted) else { continue }
      let hint = place == places[0] ? "" : " (\(places[0]) is not there: \(remedy))"
      note("\(what): \(place)\(hint)")
      return place
    }
    throw KitError.badOption("No \(what) at \(places.joined(separator: " or ")). \(remedy)")
  }
}
