public import RunDatabase

extension RunDatabase {
  /// What the newest evaluation of a part says of a run as a whole: nil for a cross-validation that was
  /// stopped, of which there are only rounds.
  public func result(
    of run: Run, part: EvaluationPart
  ) throws(RunDatabaseError) -> EvaluationRecord? {
    guard let record = try newestEvaluation(of: run.id, part: part)?.record else { return nil }
    return run.facts.kind == "cross-validate" && record.step != nil ? nil : record
  }
}
