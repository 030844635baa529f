import ClassificationMetrics

extension Section {
  /// Whether stated probabilities come true.
  ///
  /// - Parameters:
  ///   - bins: Of the most probable class.
  ///   - error: Expected calibration error.
  /// - Returns: Nil without bins.
  static func calibration(
    _ bins: [Calibration.Bin], error: Estimate, temperature: Double
  ) -> Section? {
    guard !bins.isEmpty else { return nil }
    let error = NumberFormat.value(error)
    return Section(
      "calibration", "Calibration",
      [
        .paragraph(
          "Of the answers given with a probability of 0.9, nine in ten should be right: then a point lies on "
            + "the guiding line. The mean gap is \(error) (ECE). "
            + (temperature == 1
              ? "The probabilities are as the model was trained; no temperature was fitted."
              : "Logits are divided by a temperature of \(NumberFormat.decimals(temperature, 3)) first.")
        ),
        .reliability(
          ReliabilityDiagram(
            bins: bins,
            description:
              "\(bins.count) bins; the guiding line is where stated and actual share are equal. "
              + "Mean gap \(error).")),
        .table(
          Table(
            "The bins of the diagram",
            ["stated probability", "messages", "mean probability", "right", "gap"],
            bins.map { bin in
              [
                .name(
                  NumberFormat.decimals(bin.lower, 2) + "–" + NumberFormat.decimals(bin.upper, 2)),
                .count(bin.count), .share(bin.meanConfidence), .share(bin.observed),
                .share(bin.gap),
              ]
            })),
      ])
  }
}
