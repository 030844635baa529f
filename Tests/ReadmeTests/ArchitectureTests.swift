import Foundation
import Testing

/// The journeys and the newcomer's table of `docs/architecture.md` lead to files that are there.
@Suite struct ArchitectureTests {
  private static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  @Test func theJourneysPassThroughFilesThatAreThere() throws {
    let text = try String(
      contentsOfFile: Self.project + "/docs/architecture.md", encoding: .utf8)
    let start = try #require(text.range(of: "\n## Three journeys\n"))
    let end = try #require(
      text.range(of: "\n## Decisions\n", range: start.upperBound..<text.endIndex))
    let places = text[start.upperBound..<end.lowerBound].matches(
      of: /`([A-Za-z0-9+\/]+\/[A-Za-z0-9+]+)`/
    )
    .map { String($0.1) }
    #expect(places.count > 30)
    let files = try #require(FileManager.default.enumerator(atPath: Self.project + "/Sources"))
      .compactMap { ($0 as? String).map { "/" + $0 } }
    for place in places {
      #expect(
        files.contains { $0.hasSuffix("/\(place).swift") || $0.hasSuffix("/" + place) }
          || FileManager.default.fileExists(atPath: Self.project + "/" + place),
        "\(place)")
    }
  }
}
