import GPT2Kernels
import Synchronization
import TestSupport
import Testing

@Suite struct ParallelTests {
  @Test(arguments: [0, 1, 2, 7, 10_000], [1, 2, 3])
  func everyIndexIsVisitedOnce(count: Int, threads: Int) {
    let visits = Mutex([Int](repeating: 0, count: count))
    withThreads(threads) {
      Parallel.forEach(count) { index in visits.withLock { $0[index] += 1 } }
    }
    #expect(visits.withLock { $0 } == [Int](repeating: 1, count: count))
  }

  @Test func loopsInsideLoopsVisitEverythingOnce() {
    let visits = Mutex([Int](repeating: 0, count: 20 * 30))
    withThreads(2) {
      Parallel.forEach(20) { outer in
        Parallel.forEach(30) { inner in visits.withLock { $0[outer * 30 + inner] += 1 } }
      }
    }
    #expect(visits.withLock { $0 }.allSatisfy { $0 == 1 })
  }

  @Test func thereIsAlwaysAThread() {
    #expect(withThreads(0) { Parallel.threads } == 1)
    #expect(withThreads(-5) { Parallel.threads } == 1)
  }
}
