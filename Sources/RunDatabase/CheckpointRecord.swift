public import Foundation

/// A checkpoint on disk that a run can be resumed from.
public struct CheckpointRecord: Hashable, Sendable {
  /// Optimiser steps done when it was saved; 0 before the first.
  public var step: Int
  /// Epochs begun when it was saved; 0 before the first.
  public var epoch: Int
  public var file: FileReference
  public var bytes: Int64
  /// Kept to the millisecond.
  public var createdAt: Date

  public init(
    step: Int, epoch: Int, file: FileReference, bytes: Int64, createdAt: Date = Date()
  ) {
    self.step = step
    self.epoch = epoch
    self.file = file
    self.bytes = bytes
    self.createdAt = createdAt
  }
}
