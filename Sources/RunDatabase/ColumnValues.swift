internal import Foundation

// How values stand in columns whose type is not theirs. The wrappers are `Codable` as single values.

/// A number that may be undefined: NaN is NULL in the file. Infinities are kept.
@propertyWrapper
public struct NaNAsNull: Codable, Hashable, Sendable {
  public var wrappedValue: Double

  public init(wrappedValue: Double) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? .nan : try container.decode(Double.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if wrappedValue.isNaN { try container.encodeNil() } else { try container.encode(wrappedValue) }
  }
}

/// Numbers as the text of a JSON array; what is not finite is null there, and reads back as NaN.
@propertyWrapper
public struct NumbersAsJSON: RawRepresentable, Codable, Hashable, Sendable {
  public var wrappedValue: [Double]

  public init(wrappedValue: [Double]) { self.wrappedValue = wrappedValue }

  public init?(rawValue: String) {
    guard let numbers = try? JSONDecoder().decode([Double?].self, from: Data(rawValue.utf8)) else {
      return nil
    }
    wrappedValue = numbers.map { $0 ?? .nan }
  }

  public var rawValue: String {
    // By hand: a `JSONEncoder` for every message would cost more than the row.
    "[" + wrappedValue.map { $0.isFinite ? "\($0)" : "null" }.joined(separator: ",") + "]"
  }
}

/// A whole number of 64 bits as decimal text: SQLite's integers have a sign.
@propertyWrapper
public struct DecimalText: RawRepresentable, Codable, Hashable, Sendable {
  public var wrappedValue: UInt64

  public init(wrappedValue: UInt64) { self.wrappedValue = wrappedValue }

  public init?(rawValue: String) {
    guard let value = UInt64(rawValue) else { return nil }
    wrappedValue = value
  }

  public var rawValue: String { "\(wrappedValue)" }
}

/// The number of a row, which names it inside its database; the views show that of an evaluation.
public struct RowID<Row>: RawRepresentable, Codable, Hashable, Sendable {
  public let rawValue: Int64

  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Points in time as text: UTC, ISO 8601, milliseconds ("2026-11-21T14:32:05.123Z"). Such texts
/// sort by time, and SQLite's date functions read them.
enum Timestamp {
  private static let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  static func text(_ date: Date) -> String {
    date.formatted(format)
  }

  static func date(_ text: String) -> Date? {
    try? format.parse(text)
  }
}

/// Values as JSON text, with sorted keys so that equal values are equal texts.
enum JSONText {
  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  static func encode(_ value: some Encodable) throws -> String {
    String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// - Parameter table: Where the text is from.
  /// - Throws: `UnreadableRow`.
  static func decode<Value: Decodable>(_ text: String, in table: String) throws -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw UnreadableRow(table: table)
    }
  }
}
