import Synchronization

/// The notes of the methods of a comparison. What every one of them says, such as what the base
/// recommends, is told once.
final class ComparisonNotes: Sendable {
  private let told = Mutex<Set<String>>([])

  /// - Parameter method: That says it; nil for the comparison itself.
  func tell(_ line: String, of method: String? = nil) {
    guard told.withLock({ $0.insert(line).inserted }) else { return }
    note(method.map { "  \($0): \(line)" } ?? line)
  }
}
