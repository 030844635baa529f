import ModelFiles
import TestFiles

extension Fixtures {
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
