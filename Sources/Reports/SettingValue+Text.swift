import RunDatabase

extension SettingValue {
  /// As one writes it; nil for no value and for what has parts.
  var text: String? {
    switch self {
    case .null, .object, .list: nil
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): value
    }
  }
}
