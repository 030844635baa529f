import ClassificationMetrics

/// A drawing under way: SVG elements that take their colours from the page's style sheet by class.
///
/// x runs to the right and y down, in user units that are CSS pixels at the drawing's natural size.
struct SVGDrawing {
  let width: Double
  let height: Double
  private(set) var elements = ""

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  mutating func line(from: PlotPoint, to: PlotPoint, style: String) {
    add(
      "line", [("x1", from.x), ("y1", from.y), ("x2", to.x), ("y2", to.y)].map(Self.attribute),
      style: style)
  }

  /// - Parameter points: At least one; fewer than that draw nothing.
  mutating func polyline(_ points: [PlotPoint], style: String) {
    guard !points.isEmpty else { return }
    let places = points.map { Self.number($0.x) + "," + Self.number($0.y) }
    add("polyline", ["points=\"\(places.joined(separator: " "))\""], style: style)
  }

  /// - Parameter attributes: Further ones, whole, for scripts.
  mutating func circle(
    _ center: PlotPoint, radius: Double, style: String, attributes: [String] = []
  ) {
    add(
      "circle",
      [("cx", center.x), ("cy", center.y), ("r", radius)].map(Self.attribute) + attributes,
      style: style)
  }

  /// - Parameter size: Negative ones are drawn as 0.
  mutating func rectangle(_ corner: PlotPoint, width: Double, height: Double, style: String) {
    let sizes = [
      ("x", corner.x), ("y", corner.y), ("width", max(0, width)), ("height", max(0, height)),
    ]
    add("rect", sizes.map(Self.attribute), style: style)
  }

  enum Anchor: String {
    case start, middle, end
  }

  mutating func text(
    _ text: String, at place: PlotPoint, anchor: Anchor = .start, style: String = "label"
  ) {
    elements += "<text x=\"\(Self.number(place.x))\" y=\"\(Self.number(place.y))\" "
    elements +=
      "text-anchor=\"\(anchor.rawValue)\" class=\"\(style)\">\(MarkupText.escaped(text))</text>"
  }

  /// The whole picture with a name and a description for those who do not see it.
  ///
  /// - Parameters:
  ///   - identifier: Unique in the page; letters, digits and hyphens.
  ///   - attributes: Further ones of the root, whole, for scripts.
  func picture(identifier: String, title: String, description: String, attributes: [String] = [])
    -> String
  {
    root(
      ["role=\"img\"", "aria-labelledby=\"\(identifier)-title \(identifier)-description\""]
        + attributes,
      "<title id=\"\(identifier)-title\">\(MarkupText.escaped(title))</title>"
        + "<desc id=\"\(identifier)-description\">\(MarkupText.escaped(description))</desc>")
  }

  /// The whole picture where text beside it says the same.
  func ornament(style: String) -> String {
    root(["aria-hidden=\"true\"", "focusable=\"false\"", "class=\"\(style)\""], "")
  }

  private func root(_ attributes: [String], _ head: String) -> String {
    let box = "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\""
    let size = [("width", width), ("height", height)].map(Self.attribute)
    return "<svg \(([box] + size + attributes).joined(separator: " "))>\(head)\(elements)</svg>"
  }

  private mutating func add(_ name: String, _ attributes: [String], style: String) {
    elements += "<\(name) \(attributes.joined(separator: " ")) class=\"\(style)\"/>"
  }

  private static func attribute(_ name: String, _ value: Double) -> String {
    "\(name)=\"\(number(value))\""
  }

  /// At most two decimals; 0 for what is no number, which no caller draws.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let hundredths = (min(max(value, -1e9), 1e9) * 100).rounded()
    guard hundredths != 0 else { return "0" }
    var text = NumberFormat.decimals(hundredths / 100, 2)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
