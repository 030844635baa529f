import Foundation
import Testing

@Suite struct RunsCurvesTests {
  private struct Report: Decodable {
    struct Curve: Decodable {
      let run: String
      let series: String
      let axis: String
      let points: [[Double?]]
    }
    let curves: [Curve]
  }

  private func curves(_ bench: Workbench, _ more: String...) throws -> Outcome {
    try bench.run(["runs", "curves", "--database", bench.database] + more)
  }

  @Test func curvesAreWhatTheDatabaseHas() throws {
    let bench = try Workbench()
    try bench.train("one", "--epochs", "3")
    let report = try curves(bench, "one", "--format", "json").decoded(as: Report.self)
    #expect(report.curves.map(\.series) == ["batches", "train", "validation"])
    #expect(report.curves.allSatisfy { $0.run == "one" && $0.axis == "step" })
    let records = try Records(bench.database)
    let steps = try records.steps(of: "one").map { row in [Double(row["step"] as Int), row["loss"]]
    }
    #expect(report.curves[0].points == steps)
    let validations = try records.rows(
      "SELECT step, validation_loss FROM v_epochs ORDER BY epoch"
    ).map { row in [Double(row["step"] as Int), row["validation_loss"] as Double] }
    #expect(report.curves[2].points == validations)
    let csv = try curves(bench, "one", "--format", "csv", "--metric", "learning-rate").outputLines
    #expect(csv.count == steps.count + 1)
    #expect(csv[0] == "run,series,axis,position,value")
    #expect(csv[1].hasPrefix("one,batches,step,1,"))
  }

  @Test func severalRunsAreInOnePlot() throws {
    let bench = try Workbench()
    try bench.train("one")
    try bench.train("two", "--epochs", "3")
    let outcome = try curves(
      bench, "one", "two", "one", "--metric", "accuracy", "--width", "60", "--height", "8")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let lines = outcome.outputLines
    #expect(lines.first == "accuracy")
    #expect(lines.allSatisfy { $0.count <= 60 })
    for name in ["one train", "one validation", "two train", "two validation"] {
      #expect(outcome.output.components(separatedBy: name).count == 2, "\(name)")
    }
  }

  @Test func ofACrossValidationTheRoundsAreDrawn() throws {
    let bench = try Workbench()
    let rounds = try bench.run(
      "cross-validate", "--folds", "3", "--epochs", "1", "--data", bench.data, "--base", bench.base,
      "--database", bench.database, "--output", bench.path("rounds"), "--name", "rounds")
    try #require(rounds.exitCode == 0, "\(rounds.errors)")
    let report = try curves(bench, "rounds", "--metric", "accuracy", "--format", "json")
      .decoded(as: Report.self)
    #expect(report.curves.map(\.axis) == ["round"])
    #expect(report.curves.first?.points.map { $0[0] } == [1, 2, 3])
    #expect(try curves(bench, "rounds").output.contains("round"))
  }

  @Test func mistakesAreOneSentence() throws {
    let bench = try Workbench()
    try bench.train("one")
    let baseline = try bench.run(
      "baseline", "--method", "naive-bayes", "--data", bench.data, "--database", bench.database,
      "--output", bench.path("bayes"), "--name", "bayes")
    try #require(baseline.exitCode == 0, "\(baseline.errors)")
    for (arguments, code, words) in [
      (["nothing"], 65, ["No run 'nothing'"]), (["bayes"], 64, ["bayes", "--metric loss"]),
      (["one", "--width", "3"], 64, ["24 to 1000"]), (["one", "--height", "0"], 64, ["3 to 500"]),
    ] as [([String], Int32, [String])] {
      let outcome = try bench.run(["runs", "curves", "--database", bench.database] + arguments)
      #expect(outcome.exitCode == code, "\(arguments)")
      #expect(outcome.output == "")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }
    // One that has none does not keep the others from being drawn.
    let both = try curves(bench, "one", "bayes")
    #expect(both.exitCode == 0)
    #expect(both.errorLines.count == 1)
    #expect(try curves(bench).exitCode == 64)
  }
}
