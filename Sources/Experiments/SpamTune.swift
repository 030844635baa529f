/// The program as a whole.
public enum SpamTune {
  /// Recorded with every run and model.
  public static let version = "0.1.0"
}
