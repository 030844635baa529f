public import Foundation

/// A value of JSON.
public enum JSONValue: Equatable, Sendable, Decodable {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([String: JSONValue])

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let values = try? container.decode([JSONValue].self) {
      self = .array(values)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  fileprivate var object: [String: JSONValue]? {
    if case .object(let members) = self { members } else { nil }
  }

  fileprivate var array: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  fileprivate var text: String? {
    if case .text(let value) = self { value } else { nil }
  }

  fileprivate var number: Double? {
    if case .number(let value) = self { value } else { nil }
  }

  /// Whether this is of a type that JSON Schema has a name for; 1.0 is an integer.
  fileprivate func isOf(type name: String) -> Bool {
    switch (self, name) {
    case (.null, "null"), (.boolean, "boolean"), (.number, "number"), (.text, "string"),
      (.array, "array"), (.object, "object"):
      true
    case (.number(let value), "integer"): value == value.rounded()
    default: false
    }
  }
}

/// Schemas that refer to each other, of JSON Schema 2020-12 as far as this project's schemas use it. A
/// keyword that is not known is a mistake in the schema, for it would check nothing.
public struct JSONSchemas: Sendable {
  /// By the file's name.
  private let schemas: [String: JSONValue]

  public init(_ schemas: [String: JSONValue]) { self.schemas = schemas }

  /// All `.json` files of a folder.
  public init(folder: URL) throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    schemas = try Dictionary(
      uniqueKeysWithValues: files.filter { $0.pathExtension == "json" }.map { file in
        (
          file.lastPathComponent,
          try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file))
        )
      })
  }

  public var names: [String] { schemas.keys.sorted() }

  /// What is wrong with a value, a sentence with its place each; nothing where the schema takes it.
  ///
  /// - Parameter name: The file of the schema.
  public func problems(of value: JSONValue, by name: String) -> [String] {
    guard let schema = schemas[name] else { return ["there is no schema \(name)"] }
    return Check(schemas: schemas, file: name).problems(of: value, by: schema, at: "$")
  }

  public func problems(of json: Data, by name: String) throws -> [String] {
    problems(of: try JSONDecoder().decode(JSONValue.self, from: json), by: name)
  }
}

private struct Check {
  let schemas: [String: JSONValue]
  /// The schema whose definitions `#` means.
  let file: String

  func problems(of value: JSONValue, by schema: JSONValue, at place: String) -> [String] {
    if case .boolean(let takesAll) = schema {
      return takesAll ? [] : ["\(place) should not be there"]
    }
    guard let keywords = schema.object else { return ["the schema at \(place) is no object"] }
    return keywords.sorted { $0.key < $1.key }.flatMap { keyword, argument in
      problems(of: value, by: keyword, argument, beside: keywords, at: place)
    }
  }

  private func problems(
    of value: JSONValue, by keyword: String, _ argument: JSONValue,
    beside keywords: [String: JSONValue], at place: String
  ) -> [String] {
    func require(_ isMet: Bool, _ problem: String) -> [String] {
      isMet ? [] : ["\(place): \(problem)"]
    }
    switch keyword {
    case "$schema", "$id", "$defs", "title", "description": return []
    case "type":
      let names = argument.array?.compactMap(\.text) ?? [argument.text ?? ""]
      return require(
        names.contains { value.isOf(type: $0) }, "is not of type \(names.joined(separator: ", "))")
    case "enum":
      return require(argument.array?.contains(value) ?? false, "is none of the values allowed")
    case "const": return require(value == argument, "is not the value required")
    case "minimum":
      return require(value.number.map { $0 >= argument.number ?? .nan } ?? true, "is too small")
    case "maximum":
      return require(value.number.map { $0 <= argument.number ?? .nan } ?? true, "is too large")
    case "minItems":
      return require(
        value.array.map { Double($0.count) >= argument.number ?? .nan } ?? true, "is too short")
    case "maxItems":
      return require(
        value.array.map { Double($0.count) <= argument.number ?? .nan } ?? true, "is too long")
    case "pattern":
      guard let pattern = argument.text, let regex = try? Regex(pattern) else {
        return ["\(place): the schema's pattern cannot be read"]
      }
      return require(
        value.text.map { $0.firstMatch(of: regex) != nil } ?? true, "does not match \(pattern)")
    case "required":
      let missing = (argument.array ?? []).compactMap(\.text).filter { name in
        value.object.map { $0[name] == nil } ?? false
      }
      return missing.map { "\(place): '\($0)' is missing" }
    case "properties":
      return (argument.object ?? [:]).sorted { $0.key < $1.key }.flatMap { name, schema in
        value.object?[name].map { problems(of: $0, by: schema, at: "\(place).\(name)") } ?? []
      }
    case "additionalProperties":
      let described = keywords["properties"]?.object ?? [:]
      return (value.object ?? [:]).filter { described[$0.key] == nil }
        .sorted { $0.key < $1.key }
        .flatMap { problems(of: $0.value, by: argument, at: "\(place).\($0.key)") }
    case "items":
      return (value.array ?? []).enumerated().flatMap { index, element in
        problems(of: element, by: argument, at: "\(place)[\(index)]")
      }
    case "anyOf", "oneOf":
      let found = (argument.array ?? []).map { problems(of: value, by: $0, at: place) }
      let matches = found.count { $0.isEmpty }
      if matches == 0 {
        // Those of the nearest say most.
        return found.min { $0.count < $1.count } ?? ["\(place): nothing is allowed here"]
      }
      return require(keyword == "anyOf" || matches == 1, "is described by more than one schema")
    case "$ref": return problems(of: value, byReference: argument.text ?? "", at: place)
    default: return ["\(place): the schema's keyword '\(keyword)' is not known"]
    }
  }

  /// - Parameter reference: `FILE#/$defs/NAME`, without the file for a definition beside it.
  private func problems(
    of value: JSONValue, byReference reference: String, at place: String
  ) -> [String] {
    let parts = reference.components(separatedBy: "#/$defs/")
    let file = parts[0].isEmpty ? self.file : parts[0]
    guard parts.count == 2, let schema = schemas[file]?.object?["$defs"]?.object?[parts[1]] else {
      return ["\(place): there is no schema \(reference)"]
    }
    return Check(schemas: schemas, file: file).problems(of: value, by: schema, at: place)
  }
}
