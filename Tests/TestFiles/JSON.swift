import Foundation

/// A JSON value under test.
public struct JSON {
  public let value: Any

  public init(_ value: Any) {
    self.value = value
  }

  public subscript(key: String) -> JSON {
    JSON((value as? [String: Any])?[key] ?? NSNull())
  }

  public var double: Double? { (value as? NSNumber)?.doubleValue }
  public var int: Int? { (value as? NSNumber)?.intValue }
  public var string: String? { value as? String }
  public var array: [JSON] { (value as? [Any] ?? []).map { JSON($0) } }
  public var doubles: [Double] { array.compactMap(\.double) }
  public var ints: [Int] { array.compactMap(\.int) }
  public var keys: [String] { ((value as? [String: Any])?.keys).map { $0.sorted() } ?? [] }
  public var isNull: Bool { value is NSNull }
}
