import Foundation
import TestFiles
import Testing

/// The validator itself: each keyword takes what it should and nothing else.
@Suite struct JSONSchemaTests {
  private func value(_ text: String) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
  }

  private func problems(_ text: String, _ schema: String) throws -> [String] {
    JSONSchemas([
      "it.json": try value(schema),
      "other.json": try value(
        ##"{"$defs": {"share": {"maximum": 1}, "own": {"$ref": "#/$defs/share"}}}"##),
    ]).problems(of: try value(text), by: "it.json")
  }

  @Test(arguments: [
    (#"{"type": "integer"}"#, ["1", "-3", "1.0"], ["1.5", "true", "null", #""1""#]),
    (#"{"type": "number"}"#, ["1", "1.5"], ["false", "[]"]),
    (#"{"type": ["string", "null"]}"#, [#""a""#, "null"], ["0", "{}"]),
    (#"{"type": "boolean"}"#, ["true", "false"], ["0", "1", "null"]),
    (#"{"type": "object"}"#, ["{}"], ["[]", "null"]),
    (#"{"enum": ["a", 1, null]}"#, [#""a""#, "1", "null"], [#""b""#, "true", "0"]),
    (#"{"const": false}"#, ["false"], ["true", "null", "0"]),
    (#"{"minimum": 0, "maximum": 1}"#, ["0", "0.5", "1", #""a text""#], ["-0.1", "1.1"]),
    (#"{"minItems": 1, "maxItems": 2}"#, ["[1]", "[1, 2]", "{}"], ["[]", "[1, 2, 3]"]),
    (#"{"pattern": "^[0-9a-f]{2}$"}"#, [#""a0""#, "1"], [#""a""#, #""a0b""#]),
    (#"{"required": ["a"]}"#, [#"{"a": null}"#, "1"], ["{}"]),
    (
      #"{"properties": {"a": {"type": "null"}}, "additionalProperties": false}"#,
      ["{}", #"{"a": null}"#], [#"{"a": 1}"#, #"{"b": null}"#]
    ),
    (#"{"additionalProperties": {"type": "number"}}"#, [#"{"a": 1}"#], [#"{"a": "b"}"#]),
    (#"{"items": {"type": "number"}}"#, ["[]", "[1, 2]", #""a""#], [#"[1, "a"]"#]),
    (#"{"anyOf": [{"minimum": 3}, {"maximum": 1}]}"#, ["0", "4"], ["2"]),
    (#"{"oneOf": [{"minimum": 1}, {"maximum": 3}]}"#, ["0", "4"], ["2"]),
    (##"{"$ref": "#/$defs/a", "$defs": {"a": {"const": 1}}}"##, ["1"], ["2"]),
    (#"{"$ref": "other.json#/$defs/own"}"#, ["1"], ["2"]),
    (#"{"title": "a", "description": "b"}"#, ["1", "null"], []),
  ])
  func keywordsTakeWhatTheyShould(
    _ schema: String, _ right: [String], _ wrong: [String]
  ) throws {
    for text in right { #expect(try problems(text, schema) == [], "\(text) by \(schema)") }
    for text in wrong { #expect(try problems(text, schema).count == 1, "\(text) by \(schema)") }
  }

  @Test(arguments: [
    #"{"multipleOf": 2}"#, ##"{"$ref": "#/$defs/nothing"}"##, #"{"$ref": "missing.json#/$defs/a"}"#,
    #"{"pattern": "("}"#,
  ])
  func aSchemaThatWouldCheckNothingIsAMistake(_ schema: String) throws {
    #expect(try problems(#""a""#, schema).count == 1)
  }

  @Test func theUnknownSchemaTakesNothing() throws {
    #expect(JSONSchemas([:]).problems(of: .null, by: "it.json").count == 1)
  }

  @Test func aProblemNamesItsPlace() throws {
    let schema =
      #"{"properties": {"a": {"items": {"properties": {"b": {"type": "null"}}}}}}"#
    #expect(
      try problems(#"{"a": [{}, {"b": 1}]}"#, schema) == ["$.a[1].b: is not of type null"])
  }
}
