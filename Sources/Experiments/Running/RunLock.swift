#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Keeps two processes from training one run. The lock goes with the process, also when it is
/// killed.
final class RunLock {
  private let descriptor: Int32

  /// The lock of a run that exists.
  ///
  /// - Throws: `KitError.noSuchRun` when the folder holds no run, `.runIsActive` when another
  ///   process has the lock.
  convenience init(folder: String) throws(KitError) {
    guard access(RunLayout.manifest(in: folder), F_OK) == 0 else { throw .noSuchRun(folder) }
    try self.init(lockFileIn: folder)
  }

  /// The lock of a run that is to begin in an existing folder, which must hold nothing else.
  ///
  /// - Throws: `ModelFolderError.outputExists`, `KitError.outputHoldsRun`, `.runIsActive`.
  convenience init(claiming folder: String) throws {
    // Looking first leaves no lock in a folder that is someone else's.
    try RunLayout.requireFree(folder)
    try self.init(lockFileIn: folder)
    // With the lock held, no other process can put anything there.
    try RunLayout.requireFree(folder)
  }

  /// The lock of a folder, whatever it holds.
  ///
  /// - Throws: `KitError.noSuchRun` when there is no such folder, `.runIsActive`.
  init(lockFileIn folder: String) throws(KitError) {
    descriptor = open(RunLayout.lock(in: folder), O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .noSuchRun(folder) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .runIsActive(folder)
    }
  }

  deinit {
    close(descriptor)
  }
}
