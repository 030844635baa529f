import ClassificationMetrics

// What the templates of the other blocks name. They see stored properties and nothing else.

/// Large numbers at the top of a page.
struct PageFigures {
  struct Figure {
    let name: String
    let value: String
    let interval: String?
    let meaning: String
  }

  let figures: [Figure]

  init(_ figures: [Reports.Figure]) {
    self.figures = figures.map { figure in
      Figure(
        name: figure.name,
        value: PageNumber.typeset(NumberFormat.value(figure.share, .percent)),
        interval: NumberFormat.interval(figure.share, .percent).map(PageNumber.typeset),
        meaning: figure.meaning)
    }
  }
}

struct PageFacts {
  let facts: [Fact]

  init(_ facts: [Fact]) { self.facts = facts }
}

/// A drawing with its title and, where there are several lines, what each of them is.
struct PageDrawing {
  struct Key {
    let name: String
    let style: String
  }

  let title: String
  let picture: String
  let keys: [Key]
  let remark: String?

  init(_ plot: Plot, identifier: String) {
    title = plot.title ?? plot.yLabel
    picture = LineDrawing(plot).svg(identifier: identifier)
    keys =
      plot.series.count > 1
      ? plot.series.map { Key(name: $0.name, style: $0.role.rawValue) } : []
    remark = plot.remark
  }

  init(_ diagram: ReliabilityDiagram, identifier: String) {
    title = diagram.title
    picture = ReliabilityDrawing(diagram: diagram).svg(identifier: identifier)
    keys = []
    remark = nil
  }
}

/// A slider of thresholds for the page's script.
struct PageSlider {
  let identifier: String
  let positive: String
  let last: Int
  let chosen: Int
  /// One line of numbers for the script: no text in it comes from outside.
  let stops: String
  let valueText: String
  let threshold: String
  let hits: String
  let misses: String
  let alarms: String
  let passes: String
  let precision: String
  let recall: String
  let falsePositiveRate: String
  let f1: String

  init(_ slider: ThresholdSlider, identifier: String) {
    self.identifier = identifier
    positive = slider.positive
    last = slider.stops.count - 1
    chosen = slider.chosen
    stops = slider.stops.map {
      "\(NumberFormat.probability($0.threshold)) \($0.counts.truePositives) \($0.counts.falsePositives)"
        + " \($0.counts.falseNegatives) \($0.counts.trueNegatives)"
    }.joined(separator: ";")
    let point = slider.stops[slider.chosen]
    func share(_ value: Double?) -> String {
      PageNumber.typeset(value.map(NumberFormat.percent) ?? NumberFormat.undefined)
    }
    threshold = NumberFormat.probability(point.threshold)
    hits = NumberFormat.count(point.counts.truePositives)
    misses = NumberFormat.count(point.counts.falseNegatives)
    alarms = NumberFormat.count(point.counts.falsePositives)
    passes = NumberFormat.count(point.counts.trueNegatives)
    precision = share(point.counts.precision)
    recall = share(point.counts.recall)
    falsePositiveRate = share(point.counts.falsePositiveRate)
    f1 = share(point.counts.f1)
    valueText =
      "\(threshold): precision \(precision), recall \(recall), false positive rate \(falsePositiveRate)"
  }
}

/// Messages with what their tokens speak for: as shaded text, or without the text as bars.
struct PageHeats {
  struct Piece {
    let text: String
    /// "for-3", "against-1", or empty.
    let shade: String
    /// The contribution; nil for text between tokens.
    let value: String?
  }

  struct Heat {
    let name: String
    let remark: String
    let answer: String
    let hasText: Bool
    let pieces: [Piece]
    /// SVG.
    let bars: String?
    let summary: String
  }

  let heats: [Heat]
  let hasTokens: Bool
  let hasText: Bool

  init(_ heats: [TokenHeat], identifier: String) {
    hasTokens = heats.contains { !$0.contributions.isEmpty }
    hasText = heats.contains { $0.pieces != nil }
    self.heats = heats.enumerated().map { index, heat in
      Heat(
        name: heat.name, remark: heat.remark, answer: heat.answer, hasText: heat.pieces != nil,
        pieces: Self.pieces(heat.pieces ?? []),
        bars: heat.pieces == nil && !heat.contributions.isEmpty
          ? TokenBars(contributions: heat.contributions).svg(
            identifier: "\(identifier)-bars-\(index + 1)", description: heat.summary) : nil,
        summary: heat.summary)
    }
  }

  private static func pieces(_ pieces: [TokenHeat.Piece]) -> [Piece] {
    let most = pieces.compactMap(\.contribution).map(abs).filter(\.isFinite).max() ?? 0
    return pieces.map { piece in
      Piece(
        text: piece.text, shade: piece.contribution.map { shade($0, most: most) } ?? "",
        value: piece.contribution.map { PageNumber.typeset(NumberFormat.signed($0, 3)) })
    }
  }

  /// Four shades of either sign, and none for what hardly counts.
  private static func shade(_ contribution: Double, most: Double) -> String {
    guard most > 0, contribution.isFinite else { return "" }
    let level = Int((min(1, abs(contribution) / most) * 4).rounded())
    return level == 0 ? "" : (contribution > 0 ? "for-" : "against-") + "\(level)"
  }
}
