/// What a key of a file stands for.
public enum ConfigurationValue: Hashable, Sendable {
  case scalar(Scalar)
  case list([Scalar])
  case table([ConfigurationEntry])

  /// A value without parts.
  public enum Scalar: Hashable, Sendable {
    case boolean(Bool)
    /// A text or a number, as one would type it: "0.001", "inf", "70/10/20".
    case text(String)
  }
}

/// A key with its value.
public struct ConfigurationEntry: Hashable, Sendable {
  public let key: String
  public let value: ConfigurationValue
  /// Where it stands, counted from 1; nil where the reader of the format does not tell.
  public let line: Int?

  public init(key: String, value: ConfigurationValue, line: Int? = nil) {
    self.key = key
    self.value = value
    self.line = line
  }
}
