#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Keeps two processes from training one run. The lock goes with the process, also when it is
/// killed.
final class RunLock {
  private let descriptor: Int32

  /// - Throws: `KitError.noSuchRun` when the folder holds no run, `.runIsActive` when another
  ///   process has the lock.
  init(folder: String) throws(KitError) {
    descriptor = open(RunPlan.path(in: folder), O_RDONLY | O_CLOEXEC)
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
