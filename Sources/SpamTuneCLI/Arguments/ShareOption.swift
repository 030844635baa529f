import ArgumentParser
import ClassificationMetrics

/// Options whose value is a share, such as 0.1% or 0.001.
enum ShareOption {
  /// - Parameter option: Named in the error.
  /// - Throws: `ValidationError` for a text that is no share.
  static func value(_ text: String, of option: String) throws -> Double {
    do { return try ThresholdCriterion.share(parsing: text) } catch {
      throw ValidationError("\(option): \(error)")
    }
  }
}
