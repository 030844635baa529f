import Audits

/// Messages that training has nearly seen.
struct NearDuplicateSection: PageSection {
  static let anchor = "duplicates"
  let heading = "Near-duplicates of training messages"

  let sentence: String
  let table: PageTable

  private static let shown = 200

  /// Nil without pairs.
  init?(_ pairs: [NearDuplicate]) {
    if pairs.isEmpty { return nil }
    let rows = Set(pairs.map(\.row)).count
    let different = pairs.count { !$0.hasSameLabel }
    sentence =
      PageNumber.count(rows, "message") + (rows == 1 ? " is" : " are")
      + " nearly the same as one that the model was trained on; "
      + (different == 0
        ? "all have the same label."
        : "the labels differ in \(PageNumber.count(different)) of "
          + PageNumber.count(pairs.count, "pair") + ".")
    table = PageTable(
      "Pairs by row number, the most similar first"
        + (pairs.count > Self.shown ? ": \(Self.shown) of \(PageNumber.count(pairs.count))" : ""),
      columns: [.number("Row"), .number("Training row"), .number("Similarity"), .text("Labels")],
      rows: pairs.sorted { $0.similarity > $1.similarity }.prefix(Self.shown).map {
        [
          .number("\($0.row)"), .number("\($0.trainingRow)"),
          .number(PageNumber.decimal($0.similarity)),
          .text($0.hasSameLabel ? "the same" : "different"),
        ]
      })
  }
}
