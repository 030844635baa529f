import FineTuning

extension PretrainingOptions: Configurable {
  public static let settings = SettingsTable(
    defaults: PretrainingOptions(texts: [], start: .base(""))
  ) {
    Setting(
      "layout", optional: \.layout, default: "by name and blank lines",
      option: .value("How files are divided into documents."))
    LanguageModelSettings.settings.at(\.training)
    Setting(
      "validation_share", \.validationShare, .share,
      option: .value("Share of the documents held out to measure the perplexity."))
    Setting(
      "is_half_precision", \.isHalfPrecision,
      option: .flag("Write the weights as 16-bit floats.", named: "half"))
  }
}

extension LanguageModelSettings: Configurable {
  public static let settings = SettingsTable(defaults: LanguageModelSettings()) {
    Setting(
      "epochs", \.epochs,
      AllowedValues("a number above 0, at most 1000000") { $0 > 0 && $0 <= 1_000_000 },
      option: .value("Passes over the texts."))
    Setting(
      "tokens_per_step", \.tokensPerStep, .within(1...10_000_000),
      option: .value("Predictions per step."))
    OptimizerSettings.settings.at(\.optimizer)
    LearningRateSchedule.settings.at(\.schedule)
    Setting(
      "max_gradient_norm", optional: \.maxGradientNorm, .positive, none: .infinity,
      option: .value("Longest gradient; longer ones are scaled down."))
    Setting(
      "dropout", \.dropout, .within(0...0.99), option: .value("Probability of dropout."))
    Setting("seed", \.seed, option: .value("Seed of everything random."))
    Setting(
      "eval_every", \.evalEvery, .notNegative,
      option: .value("Measure the perplexity every so many steps."))
    Setting(
      "save_every", \.saveEvery, .notNegative,
      option: .value("Save a checkpoint every so many steps."))
  }
}
