import Audits
import ClassificationMetrics

/// What audits found, for reports and for `audit`.
extension Section {
  /// Rows of a list that a text shows.
  private static let mostRows = 20
  /// Rows of a list that a page shows.
  private static let mostPageRows = 200
  /// Rules that are shown beside the model; the others are folded up.
  private static let mainRules = 6

  /// How the model does on messages that have something in common; nil without slices.
  static func slices(_ slices: [Slice]) -> Section? {
    guard !slices.isEmpty else { return nil }
    let hasPositive = slices.contains { $0.positives != nil }
    let shares: [(name: String, value: (Slice) -> Estimate)] =
      [("accuracy", { $0.accuracy })]
      + (hasPositive
        ? [
          ("precision", { $0.precision }), ("recall", { $0.recall }),
          ("false positive rate", { $0.falsePositiveRate }),
        ] : [])
    let axes = shares.map { share in
      Axis(of: slices.filter { $0.examples > 0 }.map(share.value), .percent)
    }
    let groups = Dictionary(grouping: slices, by: \.group)
    var names: [String] = []
    for slice in slices where !names.contains(slice.group) { names.append(slice.group) }
    return Section(
      "slices", "Slices",
      [
        .table(
          Table(
            "Each slice with counts and 95 % intervals",
            ["slice", "messages"] + (hasPositive ? ["positive"] : [])
              + zip(shares, axes).map { .estimate($0.name, axis: $1) },
            groups: names.map { name in
              Table.Group(
                name: name,
                rows: (groups[name] ?? []).map { slice in
                  [.name(slice.name.shortened(to: 40)), .count(slice.examples)]
                    + (hasPositive ? [slice.positives.map(Cell.count) ?? .missing] : [])
                    + shares.map { .share($0.value(slice)) }
                })
            }, by: "by"))
      ])
  }

  /// Whether something too simple explains the accuracy.
  static func shortcuts(_ audit: ShortcutAudit) -> Section {
    let axis = Axis(of: [audit.accuracy] + audit.rules.map(\.accuracy), .percent)
    func rules(_ caption: String, _ rows: [[Cell]]) -> Block {
      .table(
        Table(caption, ["rule", "says", .estimate("accuracy", axis: axis), "MCC"], rows))
    }
    let model: [Cell] = [
      .name("the model itself"), .missing, .share(audit.accuracy), .metric(audit.mcc),
    ]
    let rows = audit.rules.map { rule -> [Cell] in
      [
        .name(rule.name), .text(rule.isReversed ? "negative" : "positive"),
        .share(rule.accuracy), .metric(rule.mcc),
      ]
    }
    let further = rows.dropFirst(mainRules)
    return Section(
      "shortcuts", "Shortcuts",
      [
        .finding(sentence(audit)),
        rules("Rules of one feature beside the model", [model] + rows.prefix(mainRules)),
      ]
        + (further.isEmpty
          ? [] : [.folded("Further rules", [rules("Rules that do less", Array(further))])])
        + (audit.masked.isEmpty ? [] : [.table(masked(audit.masked))]))
  }

  /// Whether a rule comes near the model.
  static func sentence(_ audit: ShortcutAudit) -> String {
    guard let best = audit.rules.first else { return "No rule of a single feature was tried." }
    func text(_ accuracy: Estimate, _ mcc: Double) -> String {
      "\(NumberFormat.text(accuracy, .percent)) of these messages (MCC \(NumberFormat.metric(mcc)))"
    }
    return
      "The best rule of a single feature, “\(best.name)”\(best.isReversed ? " reversed" : ""), is right on "
      + "\(text(best.accuracy, best.mcc)); the model on \(text(audit.accuracy, audit.mcc))."
  }

  private static func masked(_ masked: [ShortcutAudit.Masked]) -> Table {
    Table(
      "The model with such features masked",
      [
        "masked", "messages changed", "answers changed", .estimate("accuracy"),
        .estimate("recall"), .estimate("false positive rate"),
      ],
      masked.map {
        [
          .name($0.name), .count($0.changed), .count($0.flipped), .share($0.accuracy),
          .share($0.recall), .share($0.falsePositiveRate),
        ]
      })
  }

  /// What is left of recall when a sender disguises the text.
  static func disguises(_ audit: ObfuscationAudit) -> Section {
    let axis = Axis(of: [audit.recall] + audit.disguises.map(\.recall), .percent)
    func row(_ name: String, _ changed: Cell, _ recall: Estimate) -> [Cell] {
      let loss = recall.value.flatMap { now in
        audit.recall.value.map { 100 * (now - $0) }
      }
      return [
        .name(name), changed, .share(recall),
        loss.map { .number(NumberFormat.signed($0, 1)) } ?? .missing,
      ]
    }
    return Section(
      "disguises", "Disguises",
      [
        .paragraph(
          "At a threshold of \(NumberFormat.probability(audit.threshold)), where "
            + "\(NumberFormat.text(audit.falsePositiveRate, .percent)) of the other messages are false "
            + "alarms. Each disguise is applied to all "
            + "\(NumberFormat.count(audit.positives, "positive message"))."),
        .table(
          Table(
            "Recall before and after each disguise",
            [
              "disguise", "messages changed", .estimate("recall", axis: axis),
              Table.Column("difference", note: "in points"),
            ],
            [row("none", .missing, audit.recall)]
              + audit.disguises.map { row($0.name, .count($0.changed), $0.recall) })),
      ])
  }

  /// Messages whose label is probably wrong.
  ///
  /// - Parameter reason: Why nobody has looked; nil where somebody has.
  static func labels(_ suspects: [LabelIssue], notLookedFor reason: String?) -> Section {
    let (id, title) = ("labels", "Likely label errors")
    if let reason { return Section(id, title, missing: reason) }
    guard !suspects.isEmpty else {
      return Section(id, title, missing: "No label stands out as probably wrong.")
    }
    return Section(
      id, title,
      [
        .table(
          Table(
            NumberFormat.count(suspects.count, "row") + " to read again, by row of the data file",
            [
              "row", "label", "suggested", "probability of the label",
              "probability of the other",
            ],
            suspects.map {
              [
                .ordinal($0.row), .text($0.label), .text($0.suggested),
                .probability($0.probabilityOfLabel), .probability($0.probabilityOfSuggested),
              ]
            }, shownRows: mostRows))
      ])
  }

  /// Messages that training has nearly seen.
  ///
  /// - Parameter reason: Why nobody has looked; nil where somebody has.
  static func nearDuplicates(_ pairs: [NearDuplicate], notLookedFor reason: String?) -> Section {
    let (id, title) = ("duplicates", "Near-duplicates of training messages")
    if let reason { return Section(id, title, missing: reason) }
    guard !pairs.isEmpty else {
      return Section(
        id, title,
        missing: "No message is nearly the same as one that the model was trained on.")
    }
    let rows = Set(pairs.map(\.row)).count
    let different = pairs.count { !$0.hasSameLabel }
    let labels =
      different == 0
      ? "all have the same label."
      : "the labels differ in \(NumberFormat.count(different)) of "
        + NumberFormat.count(pairs.count, "pair") + "."
    let sorted = pairs.sorted {
      $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.row < $1.row
    }
    return Section(
      id, title,
      [
        .paragraph(
          NumberFormat.count(rows, "message") + (rows == 1 ? " is" : " are")
            + " nearly the same as one that the model was trained on; " + labels),
        .table(
          Table(
            "Pairs by row number, the most similar first"
              + (pairs.count > mostPageRows
                ? ": \(mostPageRows) of \(NumberFormat.count(pairs.count))" : ""),
            ["row", "training row", "similarity", "labels"],
            sorted.prefix(mostPageRows).map {
              [
                .ordinal($0.row), .ordinal($0.trainingRow), .metric($0.similarity),
                .text($0.hasSameLabel ? "the same" : "different"),
              ]
            }, shownRows: mostRows)),
      ])
  }
}
