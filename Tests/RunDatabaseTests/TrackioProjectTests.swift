import Foundation
import GRDB
import RunDatabase
import TestFiles
import Testing

/// The layout is that of Trackio 0.43.0, which was seen to read such a file.
@Suite struct TrackioProjectTests {
  let folder: TemporaryFolder
  let database: RunDatabase
  var project: String { folder.file("sms.db") }

  init() throws {
    folder = try TemporaryFolder()
    database = try RunDatabase(path: folder.database)
    try fillWithSampleRun(database, named: "sample", predictions: samplePredictions(text: "secret"))
    let broken = try database.createRun(
      named: "broken", folder: .inside("/tmp/runs"), facts: sampleFacts(seed: .max))
    try database.append(
      steps: [
        StepRecord(step: 1, epoch: 1, loss: .nan, learningRate: .infinity, gradientNorm: nil)
      ],
      to: broken.id)
    try database.updateStatus(of: broken.id, to: .failed, message: "the loss is not a number")
    try TrackioProject.write(
      try database.runs(matching: RunFilter()), of: database, to: project)
  }

  func values(_ sql: String) throws -> [[String: SettingValue]] {
    try rows(sql, in: project).map { row in
      let text: String = row[0]
      return try JSONDecoder().decode([String: SettingValue].self, from: Data(text.utf8))
    }
  }

  @Test func everyStepAndEvaluationIsARow() throws {
    let counts = try rows(
      """
      SELECT run_name, count(*) AS rows, max(step) AS last FROM metrics
      GROUP BY run_id ORDER BY run_id
      """, in: project)
    #expect(
      counts == [
        ["run_name": "broken", "rows": 1, "last": 1],
        ["run_name": "sample", "rows": 205, "last": 200],
      ])
    #expect(
      try values("SELECT metrics FROM metrics WHERE run_id = 'sample' AND step = 4") == [
        [
          "train/loss": 0.25, "train/learning_rate": 5e-5, "train/gradient_norm": 0.5, "epoch": 1,
        ]
      ])
    let evaluations = try values(
      "SELECT metrics FROM metrics WHERE step = 100 AND metrics LIKE '%accuracy%' ORDER BY id")
    #expect(evaluations.count == 2)
    #expect(evaluations[0]["train/accuracy"] == 0.95)
    #expect(evaluations[1]["validation/loss"] == 0.125)
    // Undefined ones are left out.
    #expect(evaluations[0].keys.allSatisfy { !$0.contains("roc_auc") })
  }

  @Test func whatIsNotFiniteIsSaidInTrackiosWords() throws {
    #expect(
      try values("SELECT metrics FROM metrics WHERE run_id = 'broken'") == [
        ["train/loss": "NaN", "train/learning_rate": "Infinity", "epoch": 1]
      ])
  }

  @Test func settingsAndFactsAreTheConfiguration() throws {
    let configuration = try #require(
      try values("SELECT config FROM configs WHERE run_name = 'broken'").first)
    #expect(configuration["epochs"] == 5)
    #expect(configuration["kind"] == "train")
    #expect(configuration["seed"] == .text("\(UInt64.max)"))
    #expect(configuration["_Username"] == .null)
  }

  @Test func aFailureIsAnAlert() throws {
    let alerts = try rows("SELECT run_name, text, level FROM alerts", in: project)
    #expect(
      alerts == [["run_name": "broken", "text": "the loss is not a number", "level": "error"]])
  }

  @Test func noMessageIsInTheFile() throws {
    #expect(try Data(folder.contents(of: "sms.db")).range(of: Data("secret".utf8)) == nil)
    #expect(try rows("PRAGMA user_version", in: project) == [["user_version": 2]])
  }

  @Test func onlyAnExportIsOurs() throws {
    #expect(TrackioProject.isOurs(folder.file("nothing.db")) == nil)
    #expect(TrackioProject.isOurs(try folder.file("text.db", "text")) == false)
    #expect(TrackioProject.isOurs(folder.database) == false)
    #expect(TrackioProject.isOurs(project) == true)
    try DatabaseQueue(path: project).write {
      try $0.execute(
        sql: """
          INSERT INTO metrics (run_id, timestamp, run_name, step, metrics)
          VALUES ('0123', '2026-11-21', 'mine', 1, '{}')
          """)
    }
    #expect(TrackioProject.isOurs(project) == false)
  }

  @Test(arguments: [
    ("sms", true), ("SMS-2_x", true), ("", false), ("a b", false), ("../x", false),
    ("registry-x", false), ("x_configs", false), ("spät", false),
  ])
  func namesThatTrackioWouldChangeAreRefused(_ name: String, isGood: Bool) {
    #expect(TrackioProject.fileName(of: name) == (isGood ? name + ".db" : nil))
  }

  @Test func trackiosFolderIsFoundAsItFindsIt() {
    #expect(TrackioProject.folder(environment: ["TRACKIO_DIR": "/t", "HF_HOME": "/h"]) == "/t")
    #expect(TrackioProject.folder(environment: ["HF_HOME": "/h", "HOME": "/u"]) == "/h/trackio")
    #expect(
      TrackioProject.folder(environment: ["HOME": "/u", "TRACKIO_DIR": ""])
        == "/u/.cache/huggingface/trackio")
  }
}
