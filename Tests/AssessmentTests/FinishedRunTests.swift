import ClassifierModels
import Experiments
import Foundation
import RunDatabase
import TestModels
import Testing

@Suite struct FinishedRunTests {
  private let made: TinyRun
  private let run: FinishedRun

  init() throws {
    made = try TinyRun()
    run = try #require(made.finished())
  }

  @Test func itKnowsItsRecordAndMessages() throws {
    #expect(try run.name == "run")
    #expect(run.database == made.database)
    #expect(try run.record()?.status == .finished)
    let data = try run.dataset()
    #expect(data.messages.count == 60)
    #expect(
      [data.split.train, data.split.validation, data.split.test].map(\.count) == [42, 6, 12])
    let test = try run.messages(in: .test)
    #expect(test.name == "test part of run run" && test.part == .test)
    #expect(test.rows == data.rows(at: data.split.test))
    #expect(try run.heldOut().rows == test.rows)
  }

  @Test func whatWasReadIsKept() throws {
    let before = try run.messages(in: .train).texts
    try FileManager.default.removeItem(atPath: made.data)
    #expect(try run.messages(in: .train).texts == before)
    #expect(throws: (any Error).self) { try #require(made.finished()).dataset() }
  }

  @Test func seenMessagesAreToldWhateverTheirCase() throws {
    let train = try run.messages(in: .train).texts
    let test = try run.messages(in: .test).texts
    let texts = [train[0].uppercased(), test[0], "never seen"]
    #expect(try run.seen(texts) == [0])
    #expect(try run.seen(texts, in: [.train, .test]) == [0, 1])
  }

  @Test func changedMessagesAreNotHeldOut() throws {
    try made.models.folder.file(
      "data/messages.tsv", TinyMessages.uci(TinyMessages.labelled(62)))
    do {
      _ = try run.heldOut()
      Issue.record("read")
    } catch KitError.notHeldOut(let place, let reason) {
      #expect(place == made.data && reason.contains("changed since run run began"))
    }
  }

  @Test func aPartWithoutMessagesIsSaid() throws {
    let made = try TinyRun { $0.data.source = .file(self.made.data, split: "80/20/0") }
    let run = try #require(made.finished())
    #expect(throws: KitError.emptyPart("test", run: "run")) { try run.messages(in: .test) }
    #expect(try run.heldOut().part == .validation)
  }

  @Test func aFolderWithoutRunHasNone() throws {
    #expect(FinishedRun(folder: made.models.base) == nil)
    #expect(throws: KitError.self) {
      try FinishedRun.heldOut(by: nil, ofModelIn: made.models.base)
    }
  }

  @Test func theDatabaseFollowsOneRule() throws {
    let files = FileManager.default
    func place(_ name: String?, given: String? = nil) -> String {
      RunStore(database: given, home: made.home).database(of: name)
    }
    #expect(place(made.folder) == made.database)
    #expect(place(made.folder, given: "/elsewhere.sqlite") == "/elsewhere.sqlite")
    // A name says nothing about places.
    #expect(place("run") == made.home.database)
    #expect(place(nil) == made.home.database)
    #expect(place(made.models.base) == made.home.database)
    // Moved together, the run is recorded beside its folder.
    try files.moveItem(atPath: made.models.file("runs"), toPath: made.models.file("moved"))
    #expect(place(made.models.file("moved/run")) == made.models.file("moved/runs.sqlite"))
    // Where no database is left, it is the one that the run names.
    try files.removeItem(atPath: made.models.file("moved/runs.sqlite"))
    #expect(place(made.models.file("moved/run")) == made.database)
  }

  @Test func runsAreFoundAndDeleted() throws {
    let store = RunStore(database: made.database, home: made.home)
    #expect(try store.folder(of: "run") == made.folder)
    #expect(try store.folder(of: made.folder) == made.folder)
    #expect(try store.model() == made.folder)
    #expect(throws: KitError.noSuchRun("other")) { try store.folder(of: "other") }
    #expect(!RunStore.isActive(made.folder))
    let database = try RunDatabase(path: made.database)
    let record = try RunStore.record(of: "run", in: database)
    try RunStore.delete(record, from: database, withFiles: true)
    #expect(!FileManager.default.fileExists(atPath: made.folder))
    #expect(throws: KitError.noModel(database: made.database)) { try store.model() }
  }
}
