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
