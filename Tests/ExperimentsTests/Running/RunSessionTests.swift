import ClassifierModels
import Experiments
import FineTuning
import Foundation
import GPT2Kernels
import RunDatabase
import Testing

@Suite struct RunSessionTests {
  private struct Trouble: Error, CustomStringConvertible {
    var description: String { "The disk is full." }
  }

  private let experiment: SmallExperiment

  init() throws { experiment = try SmallExperiment() }

  // MARK: - Beginning

  @Test func aRunThatBeginsHasARecordAFolderAndAManifest() throws {
    var options = experiment.options
    options.training.seed = .max
    options.data.classWeights = ["ham": 0.5, "spam": 2]
    let session = try experiment.session("run", options)
    let record = try #require(try experiment.record())
    #expect(record.status == .running)
    #expect(record.folder == session.folder)
    #expect(record.facts.split?.trainExamples == 36)
    #expect(!session.isResumed)
    #expect(session.manifest.options == options)
    #expect(session.manifest.dataDigest == record.facts.data?.sha256)
    #expect(try TrainingManifest(folder: session.folder) == session.manifest)
  }

  @Test func aRunThatCannotBeginLeavesNothingBehind() throws {
    let place = experiment.path("taken")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: place + "/notes.txt"))
    let destination = experiment.destination("run", output: place)
    #expect(throws: ModelFolderError.outputExists(place)) {
      _ = try RunSession<TrainingManifest>(
        beginning: try experiment.metadata(experiment.options), in: destination,
        timer: PhaseTimer())
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["notes.txt"])
    let database = try RunDatabase(path: destination.databasePath)
    #expect(try database.runs().isEmpty)
  }

  // MARK: - Resuming

  @Test func aRunIsResumedByItsNameOrItsFolder() throws {
    let folder = try experiment.session().folder
    for place in ["run", folder] {
      let session = try experiment.resumed(place)
      #expect(session.isResumed)
      #expect(session.folder == folder)
      #expect(session.manifest.options == experiment.options)
    }
  }

  @Test func aRunThatHasMovedIsResumedWhereItIs() throws {
    let folder = try experiment.session().folder
    let moved = experiment.path("moved")
    try FileManager.default.moveItem(atPath: folder, toPath: moved)
    let session = try experiment.resumed(moved)
    #expect(session.folder == moved)
    #expect(session.run.folder == folder)
  }

  @Test func nobodyElseGetsARunWhileItsSessionLives() throws {
    let session = try experiment.session()
    #expect(throws: KitError.runIsActive(session.folder)) { _ = try experiment.resumed() }
    withExtendedLifetime(session) {}
  }

  @Test func aRunKilledBeforeItHadAFolderIsGivenOne() throws {
    let folder = try experiment.session().folder
    try FileManager.default.removeItem(atPath: folder)
    let session = try experiment.resumed()
    #expect(session.folder == folder)
    #expect(session.manifest.options == experiment.options)
    #expect(try TrainingManifest(folder: folder) == session.manifest)
  }

  @Test func aRunThatLostItsFolderLaterIsNotMadeAnew() throws {
    let session = try experiment.session()
    _ = try session.perform { () -> Void? in nil }
    try FileManager.default.removeItem(atPath: session.folder)
    #expect(throws: KitError.noSuchRun(session.folder)) { _ = try experiment.resumed() }
  }

  @Test func whatIsNoRunOfThisKindIsNotResumed() throws {
    #expect(throws: KitError.noSuchRun("nothing")) { _ = try experiment.resumed("nothing") }
    let folder = try experiment.session().folder
    #expect(throws: KitError.otherKind(folder, kind: "train")) {
      _ = try CrossValidation(resuming: folder, home: experiment.home)
    }
    #expect(throws: KitError.otherKind(folder, kind: "train")) {
      _ = try PretrainingRun(resuming: folder, home: experiment.home)
    }
  }

  // MARK: - Ending

  @Test func workThatComesToItsEndIsFinished() throws {
    let session = try experiment.session()
    let result = try session.perform { () -> Int? in session.timer.time(.train) { 7 } }
    #expect(result == 7)
    let record = try #require(try experiment.record())
    #expect(record.status == .finished)
    #expect(record.seconds.keys.sorted() == ["train"])
    #expect((record.peakMemoryBytes ?? 0) > 0)
  }

  @Test func workThatWasAskedToStopIsInterrupted() throws {
    let session = try experiment.session()
    #expect(try session.perform { () -> Int? in nil } == nil)
    #expect(try experiment.record()?.status == .interrupted)
  }

  @Test func aFailureIsRecordedAndNotHidden() throws {
    let session = try experiment.session()
    #expect(throws: Trouble.self) {
      try session.perform { () throws -> Int? in
        try session.steps.append(try step(1))
        throw Trouble()
      }
    }
    let record = try #require(try experiment.record())
    #expect(record.status == .failed)
    #expect(record.message == "The disk is full.")
    // What was still to be written.
    #expect(try experiment.database.steps(of: record.id).map(\.step) == [1])
  }

  @Test func secondsAreThoseOfAllSessions() throws {
    let wait = { Thread.sleep(forTimeInterval: 0.02) }
    for place in 0..<2 {
      let session = try place == 0 ? experiment.session() : experiment.resumed()
      _ = try session.perform { () -> Void? in
        session.timer.time(.features, wait)
        if place == 1 { session.timer.time(.train, wait) }
        return nil
      }
    }
    let seconds = try #require(try experiment.record()).seconds
    #expect(try #require(seconds["features"]) >= 0.04)
    #expect(try #require(seconds["train"]) >= 0.02)
  }

  @Test func timeIsMovedToThePhaseItBelongsTo() throws {
    let timer = PhaseTimer()
    timer.time(.train) { Thread.sleep(forTimeInterval: 0.02) }
    let trained = try #require(timer.seconds["train"])
    timer.move(.milliseconds(5), from: .train, to: .evaluate)
    #expect(abs(try #require(timer.seconds["train"]) - (trained - 0.005)) < 1e-9)
    #expect(timer.seconds["evaluate"] == 0.005)
  }

  @Test func notesAreToldToWhoeverListens() throws {
    let session = try experiment.session()
    var told: [String] = []
    session.note("nobody listens")
    session.tell = { told.append($0) }
    session.note("one")
    session.note(nil)
    #expect(told == ["one"])
  }

  // MARK: - Starting over and going on

  @Test func startingOverForgetsWhatALowerPrecisionLearned() throws {
    var options = experiment.options
    options.precision = .auto
    let session = try experiment.session("run", options)
    let database = session.database
    try database.update(precision: "bfloat16", of: session.run.id)
    try FileManager.default.createDirectory(
      atPath: session.checkpoints.path, withIntermediateDirectories: true)
    let checkpoint = session.checkpoints.path(ofStep: 3)
    try Data([1]).write(to: URL(fileURLWithPath: checkpoint))
    try session.steps.append(try step(3))
    try session.startOverInFloat32()
    #expect(!FileManager.default.fileExists(atPath: checkpoint))
    #expect(try database.steps(of: session.run.id).isEmpty)
    #expect(try experiment.record()?.facts.precision == "float32")
    let written = try TrainingManifest(folder: session.folder)
    #expect(written.precision == .float32)
    #expect(written.options.precision == .float32)
    #expect(written == session.manifest)
  }

  @Test func withoutACheckpointTheRecordStartsAnew() throws {
    let session = try experiment.session()
    try session.steps.append(try step(1))
    try session.steps.flush()
    #expect(try session.restore(epoch: { $0 }, { _ in }) == nil)
    #expect(try session.database.steps(of: session.run.id).isEmpty)
  }

  private func step(_ number: Int) throws -> TrainingStep {
    let json = """
      {"step": \(number), "totalSteps": 9, "epoch": 1, "loss": 0.5, "learningRate": 0.001,
       "gradientNorm": 1, "messageCount": 8}
      """
    return try JSONDecoder().decode(TrainingStep.self, from: Data(json.utf8))
  }
}
