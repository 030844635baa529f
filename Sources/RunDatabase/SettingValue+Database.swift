internal import GRDB

extension SettingValue {
  /// A value as SQLite has it; bytes as an SQL literal, `X'00FF'`.
  init(_ value: DatabaseValue) {
    switch value.storage {
    case .null: self = .null
    case .int64(let number): self = .integer(number)
    case .double(let number): self = .number(number)
    case .string(let text): self = .text(text)
    case .blob(let bytes):
      let digits = bytes.map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count < 2 ? "0" + digits : digits
      }
      self = .text("X'\(digits.joined())'")
    }
  }
}
