/// An option as it was given.
public struct GivenOption: Hashable, Codable, Sendable {
  /// The long name, without dashes.
  public let name: String
  /// Nil for a flag.
  public let value: String?

  public init(name: String, value: String?) {
    self.name = name
    self.value = value
  }

  /// In one word, so that no value is taken for an option.
  public var argument: String { value.map { "--\(name)=\($0)" } ?? "--\(name)" }
}

extension CommandTree {
  /// The options among the arguments that follow this command's name, in their order. The parser must have
  /// accepted them.
  func given(in arguments: some Sequence<String>) -> [GivenOption] {
    var given: [GivenOption] = []
    var words = Array(arguments)[...]
    while let word = words.popFirst(), word != "--" {
      guard word.hasPrefix("-") else { continue }
      let typed = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
      guard let option = option(calledByAny: typed), let name = option.name else { continue }
      if option.isFlag {
        given.append(GivenOption(name: name, value: nil))
      } else if let equals = word.firstIndex(of: "=") {
        given.append(GivenOption(name: name, value: String(word[word.index(after: equals)...])))
      } else if let value = words.popFirst() {
        given.append(GivenOption(name: name, value: value))
      }
    }
    return given
  }
}
