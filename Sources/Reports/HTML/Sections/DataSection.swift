import SpamTuneKit

/// What the messages are that all this was measured on.
struct DataSection: PageSection {
  static let anchor = "data"
  let heading = "Data card"

  let facts: [PageFact]
  let table: PageTable

  init(_ card: DataCard) {
    facts = [
      PageFact("Name", card.name), PageFact("File", card.path, isCode: true),
      PageFact("SHA-256", card.sha256, isCode: true),
      PageFact("Messages", PageNumber.count(card.examples)),
      PageFact("Tokens per message", Self.quartiles(card.tokenQuartiles)),
      PageFact("Rows left out", PageNumber.count(card.skippedRows)),
      PageFact("Messages cut to the model’s length", PageNumber.count(card.truncatedMessages)),
      PageFact("Messages that occur more than once", PageNumber.count(card.duplicates)),
      PageFact(
        "Messages that equal one of training",
        card.isTrainedOn
          ? "the model was trained on this file"
          : card.seenInTraining.map { PageNumber.count($0) } ?? "not known"),
    ].filter { !$0.definition.isEmpty }
    table = PageTable(
      "Messages of each class",
      columns: [.text("Class"), .number("Messages"), .number("Share")],
      rows: card.classes.map {
        [
          .heading($0.name), .count($0.examples),
          .number(
            card.examples > 0
              ? PageNumber.percent(Double($0.examples) / Double(card.examples)) : "–"),
        ]
      })
  }

  private static func quartiles(_ values: [Int]) -> String {
    guard values.count == 5 else { return "" }
    let texts = values.map { PageNumber.count($0) }
    return "\(texts[0]) to \(texts[4]), half of them \(texts[1]) to \(texts[3]), median \(texts[2])"
  }
}
