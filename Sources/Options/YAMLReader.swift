internal import Yams

/// Turns the tree of Yams into entries.
///
/// true and false are read as YAML 1.2 has them: yes, no, on and off are texts.
struct YAMLReader {
  private let path: String

  static func entries(
    of text: String, path: String
  ) throws(OptionsFileError) -> [ConfigurationEntry] {
    let reader = YAMLReader(path: path)
    try reader.refuseAliases(text)
    let root: Node?
    do {
      root = try Parser(yaml: text, resolver: .basic.appending(.null).appending(.timestamp))
        .singleRoot()
    } catch {
      throw reader.error(error)
    }
    guard let root else { return [] }
    guard case .mapping(let mapping) = root else { throw .noTable(file: path) }
    return try reader.entries(mapping, depth: 1)
  }

  /// A few aliases of aliases are a tree of billions of nodes.
  private func refuseAliases(_ text: String) throws(OptionsFileError) {
    guard let anchor = Self.line(in: text, withSign: UInt8(ascii: "&")),
      Self.line(in: text, withSign: UInt8(ascii: "*")) != nil
    else { return }
    throw .malformed(
      place(anchor), reason: "anchors and aliases (&name, *name), which are not read here")
  }

  /// The first line in which `sign` begins a word.
  private static func line(in text: String, withSign sign: UInt8) -> Int? {
    var line = 1
    var isBeginning = true
    var isAfterSign = false
    for byte in text.utf8 {
      let isSpace = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains(byte)
      if isAfterSign, !isSpace, byte != UInt8(ascii: "\n") { return line }
      isAfterSign = byte == sign && isBeginning
      isBeginning = isSpace || "\n[]{},:?-".utf8.contains(byte)
      if byte == UInt8(ascii: "\n") { line += 1 }
    }
    return nil
  }

  private func error(_ error: any Error) -> OptionsFileError {
    let (line, problem): (Int?, String) =
      switch error as? YamlError {
      // The words of the library for these two speak of its own calls.
      case .composer(.some, _, let mark, _): (mark.line, "a second document")
      case .parser(_, let problem, let mark, _) where problem.hasPrefix("Maximum nesting"):
        (mark.line, "lists and tables nested too deep")
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        (mark.line, problem)
      case .duplicatedKeysInMapping(let keys, let context):
        (context.mark.line, "\((keys.first ?? "").named) stands there twice")
      case .reader(let problem, _, _, _): (nil, problem)
      default: (nil, "it cannot be read")
      }
    return .malformed(place(line), reason: "not YAML: \(problem.withWordsOnly)")
  }

  private func entries(
    _ mapping: Node.Mapping, depth: Int
  ) throws(OptionsFileError) -> [ConfigurationEntry] {
    var entries: [ConfigurationEntry] = []
    for (name, node) in mapping {
      guard case .scalar(let scalar) = name else {
        throw .malformed(place(name.mark?.line), reason: "a key that is a list or a table")
      }
      let key = scalar.string
      guard depth <= ConfigurationFile.depthLimit else {
        throw .tooDeep(place(name.mark?.line), key: key)
      }
      entries.append(
        ConfigurationEntry(
          key: key, value: try convert(node, key: key, depth: depth), line: name.mark?.line))
    }
    return entries
  }

  private func convert(
    _ node: Node, key: String, depth: Int
  ) throws(OptionsFileError) -> ConfigurationValue {
    switch node {
    case .mapping(let mapping): return .table(try entries(mapping, depth: depth + 1))
    case .sequence(let nodes):
      var scalars: [ConfigurationValue.Scalar] = []
      for node in nodes { scalars.append(try scalar(node, key: key)) }
      return .list(scalars)
    case .scalar, .alias: return .scalar(try scalar(node, key: key))
    }
  }

  private func scalar(
    _ node: Node, key: String
  ) throws(OptionsFileError) -> ConfigurationValue.Scalar {
    guard case .scalar(let scalar) = node else {
      throw unusable(.nestedList, node, key: key)
    }
    let text = scalar.string
    switch node.tag.rawValue {
    case Tag.Name.null.rawValue: throw unusable(.null, node, key: key)
    case Tag.Name.timestamp.rawValue: throw unusable(.date, node, key: key)
    case Tag.Name.str.rawValue:
      guard scalar.style == .plain else { return .text(text) }
      return Self.plain(text)
    case Tag.Name.int.rawValue, Tag.Name.float.rawValue, Tag.Name.bool.rawValue:
      return Self.plain(text)
    default: throw unusable(.tag, node, key: key)
    }
  }

  private func unusable(
    _ found: OptionsFileError.Found, _ node: Node, key: String
  ) -> OptionsFileError {
    .unusableValue(place(node.mark?.line), key: key, found: found)
  }

  /// A value without quotes.
  private static func plain(_ text: String) -> ConfigurationValue.Scalar {
    switch text {
    case "true", "True", "TRUE": .boolean(true)
    case "false", "False", "FALSE": .boolean(false)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .text("inf")
    case "-.inf", "-.Inf", "-.INF": .text("-inf")
    case ".nan", ".NaN", ".NAN": .text("nan")
    default: .text(text)
    }
  }

  private func place(_ line: Int?) -> OptionsFileError.Place { .init(file: path, line: line) }
}
