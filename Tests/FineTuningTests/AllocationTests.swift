import FineTuning
import GPT2
import GPT2Kernels
import Testing

/// A steady training step allocates next to nothing: what it works on was allocated by the first steps. Time
/// is noise on a shared machine; this is what shows that a matrix is made anew in every step.
///
/// Each case has a process of its own, as all matrices of a process are counted together.
@Suite struct AllocationTests {
  /// Bytes of matrices that a step of the third and later epochs allocates; the batches of each epoch are the
  /// same. Activations of a batch are 48 KiB and more here, gradients of a weight 64 KiB and more.
  fileprivate static func bytesPerSteadyStep(_ settings: TrainingSettings) throws -> Int {
    var settings = settings
    settings.epochs = 5
    settings.gradientAccumulation = 1
    let batches = stride(from: 0, to: 24, by: 8).map { Array($0..<$0 + 8) }
    let trainer = try SmallTraining.trainer(
      settings,
      classifier: SmallTraining.classifier(trainable: settings.trainable, width: 128),
      batches: batches)
    var before = 0
    var steps = 0
    _ = try trainer.run(evaluating: false) { event in
      guard case .step(let step) = event else { return true }
      if step.step == 2 * batches.count { before = Matrix.allocatedBytes }
      if step.step > 2 * batches.count { steps += 1 }
      return true
    }
    try #require(steps == 3 * batches.count)
    return (Matrix.allocatedBytes - before) / steps
  }

  /// The bound that docs/performance.md promises.
  fileprivate static let limit = 4 << 10

  @Test func ofAllWeights() async {
    await #expect(processExitsWith: .success) {
      let bytes = try AllocationTests.bytesPerSteadyStep(SmallTraining.settings())
      #expect(bytes < AllocationTests.limit)
    }
  }

  @Test func ofTheLastBlockOnRememberedFeatures() async {
    await #expect(processExitsWith: .success) {
      let bytes = try AllocationTests.bytesPerSteadyStep(
        SmallTraining.settings(trainable: .lastBlocks(1)))
      #expect(bytes < AllocationTests.limit)
    }
  }

  @Test func withActivationsComputedAgain() async {
    await #expect(processExitsWith: .success) {
      var settings = SmallTraining.settings()
      settings.gradientCheckpointing = true
      let bytes = try AllocationTests.bytesPerSteadyStep(settings)
      #expect(bytes < AllocationTests.limit)
    }
  }
}
