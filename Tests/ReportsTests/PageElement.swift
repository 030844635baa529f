import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A page read by an XML parser, which a page of ours must bear: every element closed, every attribute
/// quoted, every character escaped.
final class PageElement {
  let name: String
  let attributes: [String: String]
  private(set) var children: [PageElement] = []
  /// All text in here, in order.
  fileprivate(set) var text = ""

  fileprivate init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// - Parameter html: A page; what lies in its style and script elements is left out.
  init(page html: String) throws {
    let parts = try NSRegularExpression(
      pattern: "<(style|script)>.*?</\\1>", options: .dotMatchesLineSeparators)
    let bare = parts.stringByReplacingMatches(
      in: html, range: NSRange(html.startIndex..., in: html), withTemplate: "<$1></$1>")
    let reader = PageReader()
    let parser = XMLParser(data: Data(bare.replacing("<!doctype html>", with: "").utf8))
    parser.delegate = reader
    guard parser.parse(), let root = reader.root else {
      throw PageElementError(
        reason: "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "no element")")
    }
    name = root.name
    attributes = root.attributes
    children = root.children
    text = root.text
  }

  fileprivate func append(_ child: PageElement) { children.append(child) }

  var classes: [String] {
    attributes["class"].map { $0.split(separator: " ").map(String.init) } ?? []
  }

  /// All elements in here, this one included.
  var all: [PageElement] { [self] + children.flatMap(\.all) }

  func elements(_ name: String, _ style: String? = nil) -> [PageElement] {
    all.filter { $0.name == name && style.map($0.classes.contains) ?? true }
  }

  func element(_ identifier: String) -> PageElement? {
    all.first { $0.attributes["id"] == identifier }
  }

  /// The cells' texts of the table with this caption, row by row; nil without one.
  func table(_ caption: String) -> [[PageElement]]? {
    elements("table").first { $0.elements("caption").first?.text == caption }.map { table in
      table.elements("tr").map { row in row.children.filter { ["th", "td"].contains($0.name) } }
    }
  }
}

struct PageElementError: Error {
  let reason: String
}

private final class PageReader: NSObject, XMLParserDelegate {
  var root: PageElement?
  private var open: [PageElement] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let element = PageElement(name: name, attributes: attributes)
    if let parent = open.last { parent.append(element) } else { root = element }
    open.append(element)
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    for element in open { element.text += text }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }
}
