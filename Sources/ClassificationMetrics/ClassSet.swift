/// The classes of a task and which of them, if any, is the positive one: the class that precision, recall and
/// a threshold speak of.
///
/// Metrics know a class by its index in `names`; names are for people and files.
public struct ClassSet: Sendable, Hashable {
  /// K names in the order of logits, probabilities and the rows of a confusion matrix.
  public let names: [String]
  /// Index of the positive class, 0..<K; nil where every class matters alike.
  public let positive: Int?

  /// - Parameter positive: An index of `names`, or nil for no positive class.
  public init(_ names: [String], positive: Int?) {
    precondition(
      positive.map(names.indices.contains) ?? true,
      "class \(positive ?? -1) of \(names.count) is to be positive")
    self.names = names
    self.positive = positive
  }

  /// - Parameter positiveName: Name of the positive class; nil, and a name that is none of the classes, for no
  ///   positive class. Ask `index(of:)` first where an unknown name is a mistake.
  public init(_ names: [String], positiveName: String?) {
    self.init(names, positive: positiveName.flatMap { names.firstIndex(of: $0) })
  }

  /// Classes of which nobody has said which is positive: `spam` if there is such a class, else the second of
  /// two, else none.
  public init(guessingPositiveAmong names: [String]) {
    self.init(names, positive: names.firstIndex(of: "spam") ?? (names.count == 2 ? 1 : nil))
  }

  /// K.
  public var count: Int { names.count }

  public var positiveName: String? { positive.map { names[$0] } }

  /// Index of the class with this name; nil if there is none.
  public func index(of name: String) -> Int? { names.firstIndex(of: name) }

  /// Both classes where there are two and one is positive, else nil. Only there a threshold on the
  /// probability of the positive class decides; everywhere else the most probable class does.
  public var pair: (positive: Int, negative: Int)? {
    guard count == 2, let positive else { return nil }
    return (positive, 1 - positive)
  }
}
