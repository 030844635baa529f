import Foundation
import ModelFiles

/// Reference numbers made by other implementations, outside of the repository.
///
/// `SPAMTUNE_FIXTURES` names their folder; tests that need it are skipped without.
public enum Fixtures {
  public static let folder = ProcessInfo.processInfo.environment["SPAMTUNE_FIXTURES"]
  public static let isMissing = folder == nil
  public static let note: String = "needs the reference numbers: set SPAMTUNE_FIXTURES"

  public static func path(_ name: String) -> String { (folder ?? "") + "/" + name }

  /// A JSON file as nested dictionaries and arrays.
  public static func json(_ name: String) throws -> JSON {
    let data = try Data(contentsOf: URL(fileURLWithPath: path(name)))
    return JSON(try JSONSerialization.jsonObject(with: data))
  }

  /// A tensor of doubles, floats or 32-bit integers, row by row.
  public static func doubles(_ name: String, in file: SafetensorsFile) throws -> [Double] {
    let tensor = try file.tensor(name)
    return switch tensor.type {
    case .int32: tensor.withUnsafeBytes { $0.bindMemory(to: Int32.self).map(Double.init) }
    case .float64: tensor.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    default: try tensor.floats().map(Double.init)
    }
  }
}

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
