import Foundation
import RunDatabase

/// Where the value of a setting lies, its type left out.
struct SettingPlace<Options>: Sendable {
  /// Key paths whose concatenation leads to the value; none where it lies in a part that there may not be.
  let steps: [AnyKeyPath & Sendable]
  let types: [Any.Type]
  let value: @Sendable (Options) throws -> SettingValue
  let check: @Sendable (Options) throws(SettingError) -> Void
  let given: @Sendable (Any) throws(SettingError) -> GivenValue<Options>?
  let read: @Sendable (SettingValue) throws -> GivenValue<Options>

  init<Value: Decodable & Sendable>(
    steps: [AnyKeyPath & Sendable], parse: (@Sendable (String) throws(SettingError) -> Value)?,
    value: @escaping @Sendable (Options) throws -> SettingValue,
    check: @escaping @Sendable (Options) throws(SettingError) -> Void,
    set: @escaping @Sendable (inout Options, Value) -> Void
  ) {
    self.init(
      steps: steps, types: parse == nil ? [Value.self] : [Value.self, String.self], value: value,
      check: check,
      given: { given throws(SettingError) in
        if let value = given as? Value { return GivenValue(value) { set(&$0, value) } }
        guard let parse, let text = given as? String else { return nil }
        let value = try parse(text)
        return GivenValue(value) { set(&$0, value) }
      },
      read: { value in
        // A list, since older Foundations take nothing else for JSON.
        let value = try JSONDecoder().decode([Value].self, from: JSONEncoder().encode([value]))[0]
        return GivenValue(value) { set(&$0, value) }
      })
  }

  /// A place that is only read.
  init(reading value: @escaping @Sendable (Options) throws -> SettingValue) {
    self.init(
      steps: [], types: [], value: value, check: { _ throws(SettingError) in }, given: { _ in nil },
      read: { _ in
        throw DecodingError.dataCorrupted(
          .init(codingPath: [], debugDescription: "a value that is only read"))
      })
  }

  private init(
    steps: [AnyKeyPath & Sendable], types: [Any.Type],
    value: @escaping @Sendable (Options) throws -> SettingValue,
    check: @escaping @Sendable (Options) throws(SettingError) -> Void,
    given: @escaping @Sendable (Any) throws(SettingError) -> GivenValue<Options>?,
    read: @escaping @Sendable (SettingValue) throws -> GivenValue<Options>
  ) {
    self.steps = steps
    self.types = types
    self.value = value
    self.check = check
    self.given = given
    self.read = read
  }

  func lies(at path: AnyKeyPath) -> Bool {
    guard let first = steps.first else { return false }
    return steps.dropFirst().reduce(first as AnyKeyPath?) { $0?.appending(path: $1) } == path
  }

  func within<Outer>(_ path: WritableKeyPath<Outer, Options> & Sendable) -> SettingPlace<Outer> {
    @Sendable func moved(_ given: GivenValue<Options>) -> GivenValue<Outer> {
      GivenValue<Outer>(given.value) { outer throws(SettingError) in
        try given.apply(to: &outer[keyPath: path])
      }
    }
    return SettingPlace<Outer>(
      steps: [path] + steps, types: types, value: { try value($0[keyPath: path]) },
      check: { outer throws(SettingError) in try check(outer[keyPath: path]) },
      given: { value throws(SettingError) in try given(value).map(moved) },
      read: { moved(try read($0)) })
  }

  /// - Parameter missing: The error where there is no such part.
  func within<Outer>(
    optional path: WritableKeyPath<Outer, Options?> & Sendable, else missing: String
  ) -> SettingPlace<Outer> {
    @Sendable func moved(_ given: GivenValue<Options>) -> GivenValue<Outer> {
      GivenValue<Outer>(given.value) { outer throws(SettingError) in
        guard var part = outer[keyPath: path] else { throw .unsuitable(missing) }
        try given.apply(to: &part)
        outer[keyPath: path] = part
      }
    }
    return SettingPlace<Outer>(
      steps: [], types: types, value: { try $0[keyPath: path].map(value) ?? .null },
      check: { outer throws(SettingError) in
        if let part = outer[keyPath: path] { try check(part) }
      },
      given: { value throws(SettingError) in try given(value).map(moved) },
      read: { moved(try read($0)) })
  }
}

extension SettingValue {
  /// - Throws: `EncodingError` for what JSON does not have.
  init(encoding value: some Encodable) throws {
    let json = try JSONEncoder().encode([value])
    self = try JSONDecoder().decode([SettingValue].self, from: json)[0]
  }
}
