/// What a run tells while it works.
///
/// `Training` is what the kind of run tells of its training; `Never` where there is nothing to tell.
public enum RunEvent<Training: Sendable>: Sendable {
  /// A remark for the user.
  case note(String)
  /// Messages whose features have been computed, of all.
  case features(done: Int, total: Int)
  case training(Training)
}
