/// What a run tells of a checkpoint.
public enum CheckpointEvent: Sendable {
  /// It is about to be written: what must not be newer than it has to be safe now.
  case saving
  /// It is on disk.
  case saved(step: Int, path: String, sha256: String, byteCount: Int)
}

extension CheckpointFolder {
  /// Saves the state of a run after a step, telling before and after.
  ///
  /// - Returns: Whether both reports were answered with true: to go on.
  func save(
    step: Int, progress: some Encodable, tensors: [CheckpointTensor],
    report: (CheckpointEvent) throws -> Bool
  ) throws -> Bool {
    let goesOn = try report(.saving)
    let digest = try save(step: step, progress: progress, tensors: tensors)
    return try report(
      .saved(
        step: step, path: path(ofStep: step), sha256: digest.sha256, byteCount: digest.byteCount))
      && goesOn
  }
}
