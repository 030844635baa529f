import FineTuning
import TestSupport
import Testing

@Suite struct LearningRateScheduleTests {
  private func factors(
    _ shape: LearningRateSchedule.Shape, warmup: Double = 0, total: Int, at steps: [Int]
  ) -> [Double] {
    let schedule = LearningRateSchedule(shape: shape, warmup: warmup)
    return steps.map { schedule.factor(step: $0, totalSteps: total) }
  }

  @Test func aConstantRateStays() {
    #expect(factors(.constant, total: 10, at: [0, 5, 9]) == [1, 1, 1])
  }

  @Test func warmUpRisesFromZeroOnALine() {
    #expect(
      factors(.constant, warmup: 4, total: 10, at: [0, 1, 2, 3, 4, 9])
        == [0, 0.25, 0.5, 0.75, 1, 1])
  }

  @Test func aLineFallsToZeroAfterTheLastStep() {
    #expect(factors(.linear, total: 4, at: [0, 1, 2, 3, 4]) == [1, 0.75, 0.5, 0.25, 0])
    #expect(
      factors(.linear, warmup: 2, total: 6, at: [0, 1, 2, 3, 4, 5]) == [0, 0.5, 1, 0.75, 0.5, 0.25])
  }

  @Test func aCosineFallsToZeroAfterTheLastStep() {
    let root = 2.0.squareRoot()
    expectClose(
      factors(.cosine, total: 4, at: [0, 1, 2, 3, 4]),
      [1, (2 + root) / 4, 0.5, (2 - root) / 4, 0], within: 1e-15)
    expectClose(
      factors(.cosine, warmup: 2, total: 4, at: [0, 1, 2, 3]), [0, 0.5, 1, 0.5], within: 1e-15)
  }

  @Test(arguments: [
    (0.1, 100, 10), (0.1, 95, 10), (0.25, 4, 1), (0.999, 10, 10), (0, 10, 0), (1, 10, 1),
    (3, 10, 3),
  ])
  func warmUpBelowOneIsAShareOfAllStepsRoundedUp(warmup: Double, total: Int, steps: Int) {
    #expect(LearningRateSchedule(warmup: warmup).warmupSteps(of: total) == steps)
  }

  @Test(arguments: LearningRateSchedule.Shape.allCases)
  func aWarmUpLongerThanTheRunOnlyRises(shape: LearningRateSchedule.Shape) {
    #expect(factors(shape, warmup: 8, total: 4, at: [0, 1, 2, 3]) == [0, 0.125, 0.25, 0.375])
  }
}
