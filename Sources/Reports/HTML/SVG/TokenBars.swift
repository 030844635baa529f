import ClassificationMetrics

/// The contributions of a text's tokens without the text: bars above the line for the class, below it
/// for those against.
struct TokenBars {
  let contributions: [Double]

  func svg(identifier: String, description: String) -> String {
    let most = contributions.map(abs).filter(\.isFinite).max() ?? 0
    let step = min(14, 372 / Double(max(1, contributions.count)))
    var drawing = SVGDrawing(width: 380, height: 64)
    let middle = 30.0
    for (index, contribution) in contributions.enumerated() where contribution.isFinite && most > 0
    {
      let height = abs(contribution) / most * 26
      let left = 4 + Double(index) * step
      drawing.rectangle(
        .init(x: left, y: contribution > 0 ? middle - height : middle),
        width: max(0.6, step - min(2, step / 4)), height: height,
        style: contribution > 0 ? "for" : "against")
    }
    let end = 4 + Double(contributions.count) * step
    drawing.line(from: .init(x: 4, y: middle), to: .init(x: end, y: middle), style: "axis")
    drawing.text("1", at: .init(x: 4, y: 62))
    if contributions.count > 1 {
      drawing.text(
        NumberFormat.count(contributions.count), at: .init(x: max(24, end), y: 62), anchor: .end)
    }
    return drawing.picture(
      identifier: identifier, title: "Contribution of each token", description: description)
  }
}
