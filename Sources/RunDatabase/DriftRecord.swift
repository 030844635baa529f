public import Foundation
internal import GRDB

/// One comparison of the messages that a model sees now with those that it was measured on.
public struct DriftRecord: Codable, Hashable, Sendable {
  /// Where messages came from.
  public struct Side: Hashable, Sendable {
    /// A file's path, or "test part of run tour".
    public var name: String
    public var data: FileReference
    /// Messages compared.
    public var examples: Int

    public init(name: String, data: FileReference, examples: Int) {
      self.name = name
      self.data = data
      self.examples = examples
    }
  }

  public enum Verdict: String, Codable, Hashable, Sendable {
    case none, moderate, large
  }

  /// How one distribution has changed.
  public struct Feature: Codable, Hashable, Sendable {
    public var name: String
    /// Population stability index, and its 95 % interval.
    public var psi: Double?
    public var psiLow: Double?
    public var psiHigh: Double?
    /// Two-sample Kolmogorov-Smirnov statistic, and its p-value; nil for categories.
    public var ks: Double?
    public var ksPValue: Double?
    /// Distance, base 2, 0...1.
    public var jensenShannon: Double
    public var verdict: Verdict

    private enum CodingKeys: String, CodingKey {
      case name, psi
      case psiLow = "psi_low"
      case psiHigh = "psi_high"
      case ks
      case ksPValue = "ks_p_value"
      case jensenShannon = "jensen_shannon"
      case verdict
    }

    public init(
      name: String, psi: Double?, psiLow: Double? = nil, psiHigh: Double? = nil, ks: Double?,
      ksPValue: Double?, jensenShannon: Double, verdict: Verdict
    ) {
      self.name = name
      self.psi = psi
      self.psiLow = psiLow
      self.psiHigh = psiHigh
      self.ks = ks
      self.ksPValue = ksPValue
      self.jensenShannon = jensenShannon
      self.verdict = verdict
    }
  }

  /// The run that made the model; nil for a model that no run of this database made.
  public var run: Run.ID?
  private var modelPath: String
  private var modelSHA256: String
  private var referenceName: String
  private var referencePath: String
  private var referenceSHA256: String
  private var referenceExamples: Int
  private var currentName: String
  private var currentPath: String
  private var currentSHA256: String
  private var currentExamples: Int
  public var verdict: Verdict
  /// The verdict in words. Never a message text.
  public var sentences: [String]
  /// "domain_auc", "estimated_reference_precision", "estimated_current_recall", …
  public var metrics: [MetricRecord] = []
  /// In their order; no two of one name.
  public var features: [Feature] = []
  /// Wall time of the comparison.
  public var seconds: Double
  /// Kept to the millisecond.
  public var createdAt: Date

  /// All but metrics and features, which are rows of their own.
  private enum CodingKeys: String, CodingKey {
    case run = "run_id"
    case modelPath = "model_path"
    case modelSHA256 = "model_sha256"
    case referenceName = "reference_name"
    case referencePath = "reference_path"
    case referenceSHA256 = "reference_sha256"
    case referenceExamples = "reference_examples"
    case currentName = "current_name"
    case currentPath = "current_path"
    case currentSHA256 = "current_sha256"
    case currentExamples = "current_examples"
    case verdict, sentences, seconds
    case createdAt = "created_at"
  }

  public init(
    run: Run.ID?, model: FileReference, reference: Side, current: Side, verdict: Verdict,
    sentences: [String], metrics: [MetricRecord], features: [Feature], seconds: Double,
    createdAt: Date = Date()
  ) {
    self.run = run
    (modelPath, modelSHA256) = (model.path, model.sha256)
    (referenceName, referenceExamples) = (reference.name, reference.examples)
    (referencePath, referenceSHA256) = (reference.data.path, reference.data.sha256)
    (currentName, currentExamples) = (current.name, current.examples)
    (currentPath, currentSHA256) = (current.data.path, current.data.sha256)
    self.verdict = verdict
    self.sentences = sentences
    self.metrics = metrics
    self.features = features
    self.seconds = seconds
    self.createdAt = createdAt
  }

  public var model: FileReference { FileReference(path: modelPath, sha256: modelSHA256) }

  public var reference: Side {
    Side(
      name: referenceName, data: FileReference(path: referencePath, sha256: referenceSHA256),
      examples: referenceExamples)
  }

  public var current: Side {
    Side(
      name: currentName, data: FileReference(path: currentPath, sha256: currentSHA256),
      examples: currentExamples)
  }
}

extension RunDatabase {
  /// Records a comparison with its metrics and features: all or nothing.
  public func append(drift: DriftRecord) throws(RunDatabaseError) {
    try write { database in
      try database.insert(drift, into: Tables.DriftChecks.self)
      let id = database.lastInsertedRowID
      for metric in drift.metrics {
        try database.insert(metric, into: Tables.DriftMetrics.self, of: id)
      }
      for (index, feature) in drift.features.enumerated() {
        try database.insert(
          PlacedFeature(place: index + 1, feature: feature), into: Tables.DriftFeatures.self,
          of: id)
      }
    }
  }

  /// Comparisons that were made with a model, the newest first.
  ///
  /// - Parameter modelSHA256: Of the saved model: the one that is compared, wherever it lay.
  public func driftChecks(
    ofModel modelSHA256: String, limit: Int? = nil
  ) throws(RunDatabaseError) -> [DriftRecord] {
    try read { database in
      // A negative limit is none.
      let checks: [StoredCheck] = try database.contents(
        of: Tables.DriftChecks.self,
        sql: """
          SELECT * FROM drift_checks WHERE model_sha256 = ? \
          ORDER BY created_at DESC, id DESC LIMIT ?
          """, [modelSHA256, limit ?? -1])
      return try checks.map { check in
        var record = check.record
        record.metrics = try database.contents(of: Tables.DriftMetrics.self, of: check.id)
        record.features = try database.contents(of: Tables.DriftFeatures.self, of: check.id)
        return record
      }
    }
  }
}

/// A comparison with its number.
private struct StoredCheck: Decodable {
  let id: Int64
  /// No column: GRDB reads it from the columns of the same row.
  let record: DriftRecord
}

private struct PlacedFeature: Encodable {
  /// From 1.
  let place: Int
  let feature: DriftRecord.Feature

  private enum CodingKeys: CodingKey { case place }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(place, forKey: .place)
    try feature.encode(to: encoder)
  }
}
