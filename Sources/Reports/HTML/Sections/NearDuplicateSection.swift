import Audits

/// Messages that training has nearly seen.
struct NearDuplicateSection: PageSection {
  static let anchor = "duplicates"
  let heading = "Near-duplicates of training messages"

  let sentence: String
  let table: PageTable

  /// - Parameter pairs: At least one.
  init(_ pairs: [NearDuplicate]) {
    let rows = Set(pairs.map(\.row)).count
    let different = pairs.count { !$0.hasSameLabel }
    sentence =
      PageNumber.count(rows, "message") + (rows == 1 ? " is" : " are")
      + " nearly the same as one that the model was trained on; "
      + (different == 0
        ? "all have the same label." : "\(PageNumber.count(different)) carry another label.")
    table = PageTable(
      "Pairs by row number, the most similar first",
      columns: [.number("Row"), .number("Training row"), .number("Similarity"), .text("Labels")],
      rows: pairs.sorted { $0.similarity > $1.similarity }.prefix(200).map {
        [
          .count($0.row), .count($0.trainingRow), .number(PageNumber.decimal($0.similarity)),
          .text($0.hasSameLabel ? "the same" : "different"),
        ]
      })
  }
}
