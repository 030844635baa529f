import Baselines
import ClassifierModels
import Files
import TextDatasets

extension BaselineOptions: Configurable {
  public static let settings = SettingsTable(
    defaults: BaselineOptions(.rule, data: DataOptions.settings.defaults)
  ) {
    Setting("method", \.baseline, option: .value("What is measured."))
    DataOptions.settings.at(\.data)
    Features.settings.at(
      optional: \.features, needed: "is about features: it goes with `method` probe or knn.")
    Setting("seed", \.seed, option: .value("Seed of balancing and dividing."))
    Setting(
      "stores_text", \.storesText,
      option: .storeText)
  }

  /// The options of a measurement: what is given, else what the base recommends about pooling and undersampling,
  /// else the defaults.
  ///
  /// - Parameters:
  ///   - source: Where the messages are, and how they are divided.
  ///   - base: Folder of the base model, for a method that reads features; nil for others.
  /// - Throws: As the options of a training; `SettingError` also for features of a method that reads words.
  public init(
    _ method: BaselineMethod, source: DataOptions.Source, base: String?,
    given: GivenSettings<BaselineOptions> = GivenSettings()
  ) throws {
    self.init(method, data: DataOptions(source: source))
    if let base {
      var features = Features(base: base)
      let recommended = try BaseDefaults(base: base).settings
      features.pooling = recommended[\.pooling] ?? features.pooling
      self.features = features
      if recommended[\.data.balance] == .undersample { data.balance = .undersample }
      try data.resolveBalance(given[\.data.balance], given[\.data.weighting] ?? nil)
    }
    try given.apply(to: &self)
    if let base = features?.base { features?.base = absolutePath(base) }
  }
}

extension BaselineOptions.Features: Configurable {
  public static let settings = SettingsTable(defaults: BaselineOptions.Features(base: "")) {
    Setting("base", \.base, option: .value("Folder of the base model."))
    Setting(
      "pooling", \.pooling,
      option: .pooling)
    Setting(
      "padded_length", optional: \.paddedLength, .count,
      default: "that of the longest training message",
      option: .value("Length in tokens for padded-last."))
    Setting(
      "precision", \.precision,
      option: .value(
        """
        Precision of the base's products: auto is the fastest of bfloat16 and float32 that keeps the \
        probabilities of held-out messages within \(PrecisionCheck.limit) of float32's.
        """))
  }
}
