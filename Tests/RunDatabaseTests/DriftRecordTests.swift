import Foundation
import GRDB
import RunDatabase
import TestFiles
import Testing

@Suite struct DriftRecordTests {
  let folder: TemporaryFolder
  let database: RunDatabase
  let run: Run

  init() throws {
    folder = try TemporaryFolder()
    database = try RunDatabase(path: folder.database)
    run = try fillWithSampleRun(database, named: "sample")
  }

  @Test func storesAComparisonWhole() throws {
    let record = sampleDrift(of: run.id)
    try database.append(drift: record)
    #expect(try database.driftChecks(ofModel: digest("9")) == [record])
    #expect(try database.driftChecks(ofModel: digest("8")).isEmpty)
  }

  @Test func theNewestComesFirst() throws {
    for seconds in [20.0, 0, 40] {
      var record = sampleDrift(of: nil)
      record.createdAt += seconds
      record.seconds = seconds
      try database.append(drift: record)
    }
    #expect(try database.driftChecks(ofModel: digest("9")).map(\.seconds) == [40, 20, 0])
    #expect(try database.driftChecks(ofModel: digest("9"), limit: 1).map(\.seconds) == [40])
  }

  @Test func theViewsShowIt() throws {
    try database.append(drift: sampleDrift(of: run.id))
    let found = try rows("SELECT * FROM v_drift", in: database.path)
    let row = try #require(found.first)
    #expect(found.count == 1)
    #expect(row["run"] == "sample" && row["verdict"] == "large")
    #expect(row["created_at"] == "2026-11-21T14:32:05.250Z")
    let numbers: [Double?] = [
      row["score_psi"], row["score_psi_low"], row["domain_auc"], row["domain_auc_high"],
      row["estimated_reference_precision"], row["estimated_current_recall"],
      row["estimated_current_recall_low"], row["estimated_current_accuracy"],
    ]
    #expect(numbers == [0.5, 0.375, 0.75, 0.8125, 0.9375, 0.625, 0.5, nil])
    #expect(row["changed_features"] == 1)
    #expect(
      try rows(
        "SELECT place, name, ks, verdict FROM v_drift_features ORDER BY place", in: database.path)
        == [
          ["place": 1, "name": "score", "ks": 0.25, "verdict": "large"],
          ["place": 2, "name": "token frequencies", "ks": nil, "verdict": "none"],
        ])
  }

  @Test func goesWithItsRun() throws {
    try database.append(drift: sampleDrift(of: run.id))
    try database.append(drift: sampleDrift(of: nil))
    try database.delete(run.id)
    #expect(try database.driftChecks(ofModel: digest("9")).map(\.run) == [nil])
    #expect(try rows("SELECT * FROM drift_features", in: database.path).count == 2)
  }

  @Test func storesNothingOfABadComparison() throws {
    var record = sampleDrift(of: run.id)
    record.features.append(record.features[0])
    #expect(throws: RunDatabaseError.self) { try database.append(drift: record) }
    for table in ["drift_checks", "drift_metrics", "drift_features"] {
      #expect(try rows("SELECT * FROM \(table)", in: database.path).isEmpty)
    }
  }
}
