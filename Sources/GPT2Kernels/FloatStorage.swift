import Synchronization

/// The memory behind matrices: allocated here and freed with the last window onto it, or borrowed
/// read-only from an owner that is kept alive.
///
/// Sendable for the reason given at `Matrix`.
final class FloatStorage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let isWritable: Bool
  private let owner: (AnyObject & Sendable)?

  /// Bytes allocated since the program began.
  private static let total = Atomic<Int>(0)
  static var allocatedBytes: Int { total.load(ordering: .relaxed) }

  /// Allocates `count` zeros, aligned to a cache line.
  init(zeros count: Int) {
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    Self.total.wrappingAdd(bytes, ordering: .relaxed)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base = memory.bindMemory(to: Float.self, capacity: max(count, 1))
    isWritable = true
    owner = nil
  }

  /// Borrows memory that stays valid while `owner` lives.
  init(readOnly memory: UnsafeBufferPointer<Float>, owner: AnyObject & Sendable) {
    // Safe: `isWritable` keeps every kernel from writing through the pointer; an empty buffer
    // may have no address, and then none is ever read.
    base = UnsafeMutablePointer(
      mutating: memory.baseAddress ?? UnsafePointer(bitPattern: 64).unsafelyUnwrapped)
    isWritable = false
    self.owner = owner
  }

  deinit {
    if owner == nil { UnsafeMutableRawPointer(base).deallocate() }
  }
}
