import Foundation
import RunDatabase

/// Single values as JSON.
enum JSONCell {
  static func text(_ value: SettingValue) throws -> String {
    switch value {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value) where value.isFinite: "\(value)"
    default: try encoded(value)
    }
  }

  private static func encoded(_ value: SettingValue) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
