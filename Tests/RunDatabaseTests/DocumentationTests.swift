import Foundation
import GRDB
import RunDatabase
import TestFiles
import Testing

/// docs/database.md is a contract: what it says is compared with the schema.
@Suite struct DocumentationTests {
  let text: String
  let folder: TemporaryFolder

  init() throws {
    let page = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/database.md")
    text = try String(contentsOf: page, encoding: .utf8)
    folder = try TemporaryFolder()
    let database = try RunDatabase(path: folder.database)
    for name in ["baseline", "candidate"] {
      let run = try fillWithSampleRun(database, named: name, predictions: samplePredictions())
      try database.append(drift: sampleDrift(of: run.id))
    }
  }

  /// The lines between "```sql" and "```".
  var queries: [String] {
    text.components(separatedBy: "```sql\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
  }

  /// Table rows under the heading "### `name`": column and type.
  func documentedColumns(of name: String) throws -> [[String]] {
    let sections = text.components(separatedBy: "\n### ")
    let section = try #require(
      sections.first { $0.hasPrefix("`\(name)`\n") }, "docs/database.md has no section on \(name)")
    return section.components(separatedBy: "\n## ")[0].split(separator: "\n")
      .filter { $0.hasPrefix("| `") }
      .map { line in
        line.split(separator: "|").prefix(2).map {
          $0.trimmingCharacters(in: CharacterSet(charactersIn: " `"))
        }
      }
  }

  @Test func everyExampleFindsSomething() throws {
    #expect(queries.count >= 5)
    for query in queries {
      #expect(try !rows(query, in: folder.database).isEmpty, "\(query)")
    }
  }

  @Test func everyColumnIsDescribed() throws {
    let names = try rows(
      """
      SELECT name, type FROM sqlite_schema
      WHERE type IN ('table', 'view') AND name <> 'grdb_migrations' AND name NOT LIKE 'sqlite_%'
      """, in: folder.database)
    #expect(names.count == 23)
    for name in names {
      let columns = try rows(
        "SELECT name, type FROM pragma_table_info('\(name["name"] as String)')",
        in: folder.database)
      let documented = try documentedColumns(of: name["name"])
      #expect(documented.map { $0[0] } == columns.map { $0["name"] }, "\(name)")
      if name["type"] == "table" {
        #expect(documented.map { $0[1] } == columns.map { $0["type"] }, "\(name)")
      }
    }
  }
}
