import Files

/// A search for settings that cannot be begun or gone on with. Every message ends with what to do.
public enum SweepError: Error, Equatable, Sendable, CustomStringConvertible {
  case noValidation
  case noSweep(String)
  case unreadable(String)
  case isActive(String)
  case holdsSweep(String)
  case nothingFinished(String)

  public var description: String {
    switch self {
    case .noValidation:
      "A sweep chooses by validation messages, and this split has none. "
        + "Give it some, such as `split` 70/10/20 or `validation_file`."
    case .noSweep(let folder):
      "\(folder): holds no sweep. Name the folder that a sweep made."
    case .unreadable(let path):
      "\(path): not the record of a sweep. Without it the sweep cannot be gone on with; start it anew."
    case .isActive(let folder):
      "\(folder): another process is working on this sweep. Wait for it, or stop it first."
    case .holdsSweep(let folder):
      "\(folder): already holds a sweep. Choose another `output`, or go on with it: "
        + "`resume` \(folder)."
    case .nothingFinished(let path):
      "No trial of the sweep ended well. \(path) says why; begin a new sweep with other settings."
    }
  }
}

extension SweepError: ReportableError {
  package var exitClass: ExitClass {
    switch self {
    case .nothingFinished: .failure
    default: .input
    }
  }
}
