import Foundation
import TestFiles
import Testing

/// docs/json.md shows what the schemas in docs/schemas describe.
@Suite struct DocumentedJSONTests {
  private static let docs = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("docs")

  private let schemas: JSONSchemas
  /// The schema that each section names, and its example.
  private let examples: [(schema: String, json: JSONValue)]

  init() throws {
    schemas = try JSONSchemas(folder: Self.docs.appendingPathComponent("schemas"))
    let text = try String(contentsOf: Self.docs.appendingPathComponent("json.md"), encoding: .utf8)
    examples = try text.components(separatedBy: "\n## ").compactMap { section in
      guard let link = section.firstMatch(of: /\]\(schemas\/([a-z-]+\.schema\.json)\)/) else {
        return nil
      }
      let example = section.components(separatedBy: "```json\n")[1].components(separatedBy: "```")[
        0]
      return (
        String(link.1),
        try JSONDecoder().decode(JSONValue.self, from: Data(example.utf8))
      )
    }
  }

  /// An example with what its words in capitals stand for.
  private func whole(_ value: JSONValue) -> JSONValue {
    switch value {
    case .text("EVALUATION"):
      guard
        case .object(let evaluate)? = examples.first(where: {
          $0.schema == "evaluate.schema.json"
        })?.json
      else { return value }
      return evaluate["metrics"] ?? value
    case .text("SUMMARY"):
      guard case .object(let evaluation) = whole(.text("EVALUATION")) else { return value }
      let estimates = evaluation.filter {
        if case .object(let members) = $0.value { members["low"] != nil } else { false }
      }
      return .object(estimates.mapValues { .object(["mean": $0, "deviation": .number(0.125)]) })
    case .array(let values): return .array(values.map(whole))
    case .object(let members): return .object(members.mapValues(whole))
    default: return value
    }
  }

  @Test func everySchemaHasAnExampleThatItTakes() {
    for (schema, json) in examples {
      #expect(schemas.problems(of: whole(json), by: schema) == [], "\(schema)")
    }
    let shown = Set(examples.map(\.schema)).union(["common.schema.json"])
    #expect(shown == Set(schemas.names))
  }

  /// A key that has been forgotten, or one too many, is noticed in whatever depth.
  @Test func theSchemasAreStrict() throws {
    for (schema, json) in examples {
      guard case .object(var members) = whole(json) else { continue }
      members["one_too_many"] = .null
      #expect(schemas.problems(of: .object(members), by: schema) != [], "\(schema)")
    }
    #expect(schemas.problems(of: .object([:]), by: "train.schema.json").count == 9)
  }

  /// Every object that lists its keys refuses others, and every reference leads somewhere.
  @Test func everyObjectIsClosed() throws {
    func check(_ value: JSONValue, _ place: String) {
      if case .array(let values) = value { for value in values { check(value, place) } }
      guard case .object(let members) = value else { return }
      if members["properties"] != nil, case .text("object")? = members["type"] {
        #expect(members["additionalProperties"] == .boolean(false), "\(place)")
      }
      for (name, member) in members { check(member, place + "." + name) }
    }
    for name in schemas.names {
      let file = Self.docs.appendingPathComponent("schemas/\(name)")
      check(try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file)), name)
    }
  }
}
