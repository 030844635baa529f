extension SettingValue {
  /// As one writes it; nil for no value.
  public var text: String? {
    switch self {
    case .null: nil
    case .list(let values): values.map { $0.text ?? "–" }.joined(separator: ",")
    case .object(let values):
      values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text ?? "–")" }
        .joined(separator: ",")
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): value
    }
  }
}
