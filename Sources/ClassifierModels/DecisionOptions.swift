import ClassificationMetrics

/// How the answers of a model are to be decided on, once it is trained.
public struct DecisionOptions: Sendable, Equatable, Codable {
  /// Whether probabilities are calibrated by a temperature.
  public var fitsTemperature: Bool
  /// By which the threshold of the positive class is chosen; nil for the most probable class.
  public var criterion: ThresholdCriterion?
  /// Below the threshold that keeps this share of the positive class from being answered as negative,
  /// 0...1, answers are negative; between it and the criterion's threshold they are unsure. Nil for an
  /// answer in every case.
  public var maximumFalseNegativeRate: Double?

  /// - Parameter maximumFalseNegativeRate: Beside a criterion, for a second threshold; alone it is the criterion.
  public init(
    fitsTemperature: Bool = true, criterion: ThresholdCriterion? = nil,
    maximumFalseNegativeRate: Double? = nil
  ) {
    self.fitsTemperature = fitsTemperature
    self.criterion = criterion ?? maximumFalseNegativeRate.map { .maxFalseNegativeRate($0) }
    self.maximumFalseNegativeRate = criterion == nil ? nil : maximumFalseNegativeRate
  }

  /// - Throws: `ClassifierError.noThreshold`, `.abstentionIsClass` where thresholds are asked for that there can be none of.
  package func check(_ classes: ClassSet) throws(ClassifierError) {
    guard criterion != nil else { return }
    guard classes.pair != nil else {
      throw .noThreshold(classes: classes.count)
    }
    if maximumFalseNegativeRate != nil, classes.index(of: ModelDecision.unsure) != nil {
      throw .abstentionIsClass(ModelDecision.unsure)
    }
  }
}
