/// Which examples belong together and must stay on one side of every split.
public struct MessageGroups: Sendable, Equatable {
  /// For each example its group, in 0..<count; groups are numbered by first appearance.
  public let groupOf: [Int]
  /// The number of groups.
  public let count: Int

  /// Groups the texts that have the same `MessageNormalisation.key`.
  public init(texts: some Sequence<String>) {
    var numbers: [MessageNormalisation.Key: Int] = [:]
    groupOf = texts.map { text in
      let key = MessageNormalisation.key(text)
      if let number = numbers[key] { return number }
      numbers[key] = numbers.count
      return numbers.count - 1
    }
    count = numbers.count
  }

  /// Every example a group of its own: splits may then separate equal messages.
  public init(ungrouped count: Int) {
    groupOf = Array(0..<count)
    self.count = count
  }

  /// The examples of each group, ascending.
  var members: [[Int]] {
    var members = Array(repeating: [Int](), count: count)
    for (example, group) in groupOf.enumerated() { members[group].append(example) }
    return members
  }
}

/// How many messages are not the only one of their kind.
public struct DuplicateCounts: Sendable, Equatable {
  /// Groups of more than one message.
  public let groups: Int
  /// Messages in those groups.
  public let messages: Int
  /// Those of the groups whose messages do not all have one label.
  public let mixedLabelGroups: Int

  /// - Parameter labels: One class index per example.
  public init(groups: MessageGroups, labels: [Int]) {
    let repeated = groups.members.filter { $0.count > 1 }
    self.groups = repeated.count
    messages = repeated.reduce(0) { $0 + $1.count }
    mixedLabelGroups = repeated.count { members in
      members.contains { labels[$0] != labels[members[0]] }
    }
  }
}

/// What two messages must share to count as the same message.
public enum MessageNormalisation {
  /// A normalised message; keys are equal when their bytes are.
  public struct Key: Hashable, Sendable {
    public let bytes: [UInt8]
  }

  /// The text after HTML unescaping and lower-casing, with every digit as 0 and with everything
  /// removed that is no letter, number or underscore.
  ///
  /// Messages that differ in an amount, a telephone number, blanks, punctuation or emoji have equal
  /// keys. A text without a letter or number stands for itself, byte for byte.
  public static func key(_ text: String) -> Key {
    let unescaped = text.utf8.contains(UInt8(ascii: "&")) ? HTMLEntities.unescape(text) : text
    var bytes: [UInt8] = []
    bytes.reserveCapacity(unescaped.utf8.count)
    for scalar in unescaped.unicodeScalars {
      if scalar.isASCII {
        let byte = UInt8(scalar.value)
        if ASCII.isDigit(byte) {
          bytes.append(UInt8(ascii: "0"))
        } else if ASCII.isLetter(byte) {
          bytes.append(byte | 0x20)
        } else if byte == UInt8(ascii: "_") {
          bytes.append(byte)
        }
      } else if scalar.properties.generalCategory == .decimalNumber {
        bytes.append(UInt8(ascii: "0"))
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
      }
    }
    // Such a text cannot meet another's key: it holds none of the characters that keys are made of,
    // or an ampersand, which no key has.
    return Key(bytes: bytes.isEmpty ? Array(text.utf8) : bytes)
  }
}
