import ClassifierModels
import FineTuning
import Foundation
import GPT2
import TextDatasets

/// How a base wants to be fine-tuned: `fine-tuning.json` in its folder, written by whoever measured
/// it. Each setting stands in for the program's default, and the user's own word for either.
public struct RecommendedSettings: Sendable, Equatable, Codable {
  public var trainable: TrainablePart?
  public var pooling: Pooling?
  public var balance: DataOptions.Balance?
  public var epochs: Int?
  public var batchSize: Int?
  public var learningRate: Double?
  public var layerDecay: Double?
  public var weightDecay: Double?
  public var decay: OptimizerSettings.Decay?
  public var schedule: LearningRateSchedule.Shape?
  public var warmup: Double?
  public var maxGradientNorm: Double?
  public var dropout: Double?
  public var labelSmoothing: Double?
  public var averageLast: Double?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case trainable, pooling, balance, epochs
    case batchSize = "batch_size"
    case learningRate = "learning_rate"
    case layerDecay = "layer_decay"
    case weightDecay = "weight_decay"
    case decay, schedule, warmup
    case maxGradientNorm = "max_gradient_norm"
    case dropout
    case labelSmoothing = "label_smoothing"
    case averageLast = "average_last"
  }

  public init() {}

  /// Reads the recommendation of a base; an empty one where the folder holds none.
  ///
  /// - Throws: `KitError.badRecommendation` naming the file and what is wrong with it.
  public init(base folder: String) throws {
    let path = folder + "/" + BaseFiles.recommendation
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw KitError.badRecommendation(path, reason: "it cannot be read")
    }
    do {
      // A decoder passes over keys it does not know; a misspelt setting should not be lost.
      let names = try JSONDecoder().decode([String: AnySetting].self, from: data).keys
      if let unknown = names.sorted().first(where: { CodingKeys(rawValue: $0) == nil }) {
        throw KitError.badRecommendation(
          path,
          reason: "there is no setting '\(unknown)'; there are "
            + CodingKeys.allCases.map(\.rawValue).joined(separator: ", "))
      }
    } catch is DecodingError {
      throw KitError.badRecommendation(path, reason: "not a JSON object of settings")
    }
    do {
      self = try JSONDecoder().decode(Self.self, from: data)
      var options = TrainingOptions(data: DataOptions(source: .file("", split: "")), base: folder)
      options.training = applied(to: options.training)
      try options.validate()
    } catch let error as DecodingError {
      throw KitError.badRecommendation(path, reason: Self.sentence(error))
    } catch KitError.badOption(let sentence) {
      throw KitError.badRecommendation(path, reason: sentence)
    }
  }

  /// Settings with those of here in their place.
  public func applied(to settings: TrainingSettings) -> TrainingSettings {
    var settings = settings
    func choose<Value>(_ value: Value?, _ place: WritableKeyPath<TrainingSettings, Value>) {
      if let value { settings[keyPath: place] = value }
    }
    choose(trainable, \.trainable)
    choose(epochs, \.epochs)
    choose(batchSize, \.batchSize)
    choose(learningRate, \.optimizer.learningRate)
    choose(layerDecay, \.optimizer.layerDecay)
    choose(weightDecay, \.optimizer.weightDecay)
    choose(decay, \.optimizer.decay)
    choose(schedule, \.schedule.shape)
    choose(warmup, \.schedule.warmup)
    choose(dropout, \.dropout)
    choose(labelSmoothing, \.labelSmoothing)
    choose(averageLast, \.averagedShare)
    // JSON, in which settings are kept, has no infinity.
    choose(maxGradientNorm.map { $0 == .infinity ? nil : $0 }, \.maximumGradientNorm)
    return settings
  }

  private static func sentence(_ error: DecodingError) -> String {
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context), .dataCorrupted(let context):
      guard let key = context.codingPath.first else {
        return "a number in it does not fit its setting"
      }
      return "the value of '\(key.stringValue)' is none that this setting takes"
    @unknown default: return "not a JSON object of settings"
    }
  }

  /// The settings as they would be typed, for example `--trainable all --epochs 4`.
  public var commandLine: String {
    func text(_ value: Double) -> String { String(format: "%g", value) }
    let options: [(CodingKeys, String?)] = [
      (.trainable, trainable?.description), (.pooling, pooling?.rawValue),
      (.balance, balance?.rawValue), (.epochs, epochs.map(String.init)),
      (.batchSize, batchSize.map(String.init)),
      (.learningRate, learningRate.map(text)), (.layerDecay, layerDecay.map(text)),
      (.weightDecay, weightDecay.map(text)), (.decay, decay?.rawValue),
      (.schedule, schedule?.rawValue), (.warmup, warmup.map(text)),
      (.maxGradientNorm, maxGradientNorm.map(text)), (.dropout, dropout.map(text)),
      (.labelSmoothing, labelSmoothing.map(text)), (.averageLast, averageLast.map(text)),
    ]
    return options.compactMap { key, value in
      value.map { "--\(key.rawValue.replacingOccurrences(of: "_", with: "-")) \($0)" }
    }.joined(separator: " ")
  }
}

/// Any value: only the keys are looked at.
private struct AnySetting: Decodable {
  init(from decoder: any Decoder) {}
}
