import Files
import FineTuning
import Foundation
import RunDatabase

extension RunDatabase {
  /// Records a new checkpoint and forgets those whose files had to make room for it.
  func record(_ checkpoint: CheckpointRecord, of run: Run.ID) throws {
    try append(checkpoint: checkpoint, to: run)
    try forgetRemovedCheckpoints(of: run)
  }

  private func forgetRemovedCheckpoints(of run: Run.ID) throws {
    for old in try checkpoints(of: run)
    where !FileManager.default.fileExists(atPath: old.file.path) {
      try removeCheckpoint(at: old.file.path, of: run)
    }
  }

  /// Records the checkpoint from which a run goes on, where a kill came between saving and
  /// recording it, and forgets those that are gone.
  func record(_ checkpoint: CheckpointFile, epoch: Int, of run: Run.ID) throws {
    let digest = try FileDigest.of(path: checkpoint.path)
    let isRecorded = try checkpoints(of: run).contains {
      $0.step == checkpoint.step && $0.file.sha256 == digest.sha256
    }
    if !isRecorded {
      try append(
        checkpoint: CheckpointRecord(
          step: checkpoint.step, epoch: epoch,
          file: FileReference(path: checkpoint.path, sha256: digest.sha256),
          bytes: Int64(digest.byteCount)), to: run)
    }
    try forgetRemovedCheckpoints(of: run)
  }
}
