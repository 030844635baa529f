/// Where a new run keeps its files.
public enum RunFolder: Hashable, Sendable {
  /// Exactly this folder.
  case at(String)
  /// The folder inside this one that carries the run's name, which may not be known before the
  /// run is created.
  case inside(String)
}
