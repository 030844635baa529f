import FineTuning
import GPT2
import TestFiles
import TestSupport
import Testing

@Suite struct WeightAverageTests {
  private func settings(_ share: Double) -> TrainingSettings {
    var settings = SmallTraining.settings()
    settings.averageLast = share
    return settings
  }

  /// The weights after each of the nine steps of a run without averaging.
  private func trajectory() throws -> [[[Double]]] {
    let trainer = try SmallTraining.trainer(settings(0))
    var weights: [[[Double]]] = []
    _ = try trainer.run { event in
      if case .step = event {
        weights.append(trainer.classifier.parameters.map { $0.value.doubles.flatMap(\.self) })
      }
      return true
    }
    return weights
  }

  @Test(arguments: [(1, 0..<9), (0.5, 5..<9), (0.25, 7..<9), (0.01, 8..<9)])
  func theResultIsTheMeanOfTheLastSteps(share: Double, steps: Range<Int>) throws {
    let trajectory = try trajectory()[steps]
    let trainer = try SmallTraining.trainer(settings(share))
    try SmallTraining.run(trainer)
    for (index, parameter) in trainer.classifier.parameters.enumerated() {
      let expected = (0..<parameter.value.count).map { element in
        trajectory.reduce(0) { $0 + $1[index][element] } / Double(steps.count)
      }
      expectClose(parameter.value, expected, within: 1e-6)
    }
    // The last results are those of the averaged weights.
    #expect(trainer.history.count == 3)
  }

  @Test(arguments: 1...9)
  func aResumedRunHasTheSameMean(stop: Int) throws {
    let straight = try SmallTraining.trainer(settings(0.7))
    try SmallTraining.run(straight)
    let folder = try TemporaryFolder()
    let checkpoints = CheckpointFolder(path: folder.path)
    let interrupted = try SmallTraining.trainer(settings(0.7))
    try SmallTraining.run(interrupted, until: stop, checkpoints: checkpoints)
    let resumed = try SmallTraining.trainer(settings(0.7))
    try resumed.restore(from: try #require(try checkpoints.newest()))
    try SmallTraining.run(resumed)
    #expect(resumed.weightBits == straight.weightBits)
    #expect(resumed.history == straight.history)
  }
}
