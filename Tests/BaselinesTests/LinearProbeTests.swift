import Baselines
import Testing

/// Reference numbers: scikit-learn 1.9.1, `make_pipeline(StandardScaler(), LogisticRegression(C=C,
/// tol=1e-10))`, with C from the losses of the same folds.
@Suite struct LinearProbeTests {
  @Test("two classes have scikit-learn's probabilities")
  func twoClasses() throws {
    let sample = SampleRows(classCount: 2)
    let probe = try LinearProbe(sample.rows, labels: sample.labels, classCount: 2)
    #expect(probe.strength == 1)
    #expect(probe.hasConverged)
    #expect(probe.parameterCount == 6)
    expectClose(
      try probe.probabilities(of: sample.unseen),
      [
        [0.06358551047887118, 0.9364144895211288],
        [0.3555282234636704, 0.6444717765363296],
        [0.9481795059651195, 0.05182049403488057],
        [0.632849099932174, 0.367150900067826],
        [0.7134904720744766, 0.2865095279255235],
        [0.8753892933967394, 0.12461070660326055],
        [0.9227681461701929, 0.07723185382980711],
      ], within: 1e-6)
  }

  @Test("three classes have scikit-learn's probabilities")
  func threeClasses() throws {
    let sample = SampleRows(classCount: 3)
    let probe = try LinearProbe(sample.rows, labels: sample.labels, classCount: 3)
    #expect(probe.strength == 1)
    #expect(probe.hasConverged)
    #expect(probe.parameterCount == 18)
    expectClose(
      try probe.probabilities(of: sample.unseen),
      [
        [0.01993251071596776, 0.4489900028682821, 0.5310774864157501],
        [0.1561938110178654, 0.3148816627775569, 0.5289245262045776],
        [0.16752156325501802, 0.6847395780750505, 0.14773885866993153],
        [0.018470708127318363, 0.7434860182349631, 0.23804327363771846],
        [0.3516399270810731, 0.2233180437290305, 0.4250420291898965],
        [0.0401320378810021, 0.2509870956992553, 0.7088808664197426],
        [0.022310558998213634, 0.045926288991629975, 0.9317631520101565],
      ], within: 1e-6)
  }

  @Test("a class with one row leaves nothing to compare strengths on")
  func rareClass() throws {
    let probe = try LinearProbe([[1], [2], [3]], labels: [0, 0, 1], classCount: 2)
    #expect(probe.strength == 1)
  }

  @Test("features that tell nothing get the strongest penalty")
  func ties() throws {
    let rows = (0..<12).map { _ in [Float(7), 7] }
    let probe = try LinearProbe(rows, labels: rows.indices.map { $0 % 2 }, classCount: 2)
    #expect(probe.strength == 0.001)
    // A feature that was constant has no weight, whatever it is later.
    expectClose(
      try probe.probabilities(of: [[7, 7], [-1e30, 8]]), [[0.5, 0.5], [0.5, 0.5]], within: 1e-9)
  }

  @Test("features of a clean separation choose a weak penalty")
  func separable() throws {
    let rows = (0..<30).map { i -> [Float] in
      let separating = Float(i % 2) + Float(i) / 100
      return [separating, Float(i * 7 % 5)]
    }
    let labels = rows.indices.map { $0 % 2 }
    let probe = try LinearProbe(rows, labels: labels, classCount: 2)
    #expect(probe.strength == 100)
    #expect(largest(try probe.probabilities(of: rows)) == labels)
  }

  @Test("folds hold their share of every class", arguments: [2, 3, 5])
  func folds(count: Int) {
    let labels = (0..<47).map { $0 % 7 == 0 ? 2 : $0 % 2 }
    let folds = StratifiedFolds(labels: labels, classCount: 3, count: count)
    for label in 0..<3 {
      let sizes = (0..<count).map { fold in
        labels.indices.count { labels[$0] == label && folds.foldOf[$0] == fold }
      }
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }
    let sizes = (0..<count).map { fold in folds.foldOf.count { $0 == fold } }
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
  }
}
