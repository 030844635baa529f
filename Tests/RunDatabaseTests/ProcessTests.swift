import Foundation
import GRDB
import RunDatabase
import TestFiles
import Testing

/// Two and more real processes on one file. Each exit test runs its closure in a process of its
/// own.
@Suite struct ProcessTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Makes five runs with generated names and writes 300 steps to each in small transactions.
  static func writeInAnotherProcess(_ path: String) async {
    await #expect(processExitsWith: .success) { [path = path as String] in
      for _ in 0..<5 {
        let database = try RunDatabase(path: path)
        let run = try database.createRun(folder: .inside("/runs"), facts: sampleFacts())
        for first in stride(from: 1, to: 300, by: 10) {
          try database.append(steps: sampleSteps(first...first + 9), to: run.id)
          try database.append(
            evaluation: sampleEvaluation(of: run.id, part: .validation, step: first),
            predictions: samplePredictions())
        }
        try database.updateStatus(of: run.id, to: .finished)
      }
    }
  }

  @Test func writersLoseNothing() async throws {
    let path = folder.database
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { await Self.writeInAnotherProcess(path) } }
    }
    let database = try RunDatabase(path: path)
    let runs = try database.runs()
    #expect(runs.count == 20)
    for run in runs {
      #expect(run.status == .finished)
      #expect(try database.steps(of: run.id) == sampleSteps(1...300))
      #expect(try database.evaluations(of: run.id).count == 30)
    }
  }

  /// Making a file is where processes can meet in ways that SQLite does not sort out by itself.
  @Test(arguments: 0..<8) func anyNumberMayMakeTheFileAtOnce(round: Int) async throws {
    let path = folder.database
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          await #expect(processExitsWith: .success) { [path = path as String] in
            for _ in 0..<5 {
              _ = try RunDatabase(path: path).createRun(
                folder: .inside("/runs"), facts: sampleFacts())
              _ = try RunDatabase.openReadOnly(path: path).runs()
            }
          }
        }
      }
    }
    #expect(try RunDatabase(path: path).runs().count == 20)
  }

  /// A training run that is killed at any moment, again and again, and goes on each time.
  static func trainUntilKilled(_ path: String, after milliseconds: Int) async {
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, milliseconds = milliseconds as Int] in
      Thread.detachNewThread {
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        kill(getpid(), SIGKILL)
      }
      while true {
        let database = try RunDatabase(path: path)
        let run =
          try database.run(named: "run")
          ?? database.createRun(named: "run", folder: .inside("/runs"), facts: sampleFacts())
        let last = try database.steps(of: run.id).last?.step ?? 0
        for first in stride(from: last + 1, to: last + 500, by: 10) {
          try database.append(steps: sampleSteps(first...first + 9), to: run.id)
          try database.append(
            evaluation: sampleEvaluation(of: run.id, part: .validation, step: first + 9),
            predictions: samplePredictions())
        }
      }
    }
  }

  /// nil where the database has not been made yet.
  static func openIfThere(_ path: String) throws -> RunDatabase? {
    do {
      return try RunDatabase.openReadOnly(path: path)
    } catch RunDatabaseError.noDatabase {
      return nil
    }
  }

  @Test func aKilledWriterLeavesWholeTransactions() async throws {
    let path = folder.database
    var last = 0
    for milliseconds in [1, 2, 3, 4, 5, 6, 7, 8, 10, 15, 25, 40, 60, 90, 130, 200] {
      await Self.trainUntilKilled(path, after: milliseconds)
      // Whoever opens the file next has to clear up, also one that only looks.
      guard let database = try Self.openIfThere(path) else {
        #expect(last == 0)
        continue
      }
      #expect(try rows("PRAGMA integrity_check", in: path) == [["integrity_check": "ok"]])
      #expect(try rows("PRAGMA foreign_key_check", in: path).isEmpty)
      guard let run = try database.run(named: "run") else { continue }
      let steps = try database.steps(of: run.id)
      #expect(steps.count >= last && steps.count % 10 == 0)
      #expect(steps == (steps.isEmpty ? [] : sampleSteps(1...steps.count)))
      let missing = steps.count / 10 - (try database.evaluations(of: run.id).count)
      #expect((0...16).contains(missing))
      last = steps.count
    }
    #expect(last > 0)
  }

  @Test func aWriterWaitsForAnother() async throws {
    let path = folder.database
    let database = try RunDatabase(path: path)
    let run = try database.createRun(folder: .inside("/runs"), facts: sampleFacts())
    let waiting = try await DatabaseQueue(path: path).write { _ in
      let waiting = Task.detached { try database.append(steps: sampleSteps(1...10), to: run.id) }
      Thread.sleep(forTimeInterval: 0.2)
      let meanwhile = try database.steps(of: run.id)
      #expect(meanwhile.isEmpty)
      return waiting
    }
    try await waiting.value
    #expect(try database.steps(of: run.id).count == 10)
  }
}
