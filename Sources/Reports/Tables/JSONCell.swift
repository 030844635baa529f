import Files
import RunDatabase

/// Single values as JSON.
enum JSONCell {
  static func text(_ value: SettingValue) throws -> String {
    switch value {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value) where value.isFinite: "\(value)"
    default: try ResultJSON.text(value)
    }
  }
}
