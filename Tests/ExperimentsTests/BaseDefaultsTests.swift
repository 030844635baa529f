import Foundation
import TestFiles
import Testing

@testable import Experiments

@Suite struct BaseDefaultsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func defaults(_ json: String) throws -> BaseDefaults {
    try Data(json.utf8).write(to: URL(fileURLWithPath: folder.file("fine-tuning.json")))
    return try BaseDefaults(base: folder.path)
  }

  @Test func aBaseWithoutTheFileRecommendsNothing() throws {
    let defaults = try BaseDefaults(base: folder.path)
    #expect(defaults.settings.isEmpty)
    #expect(defaults.sentence == nil)
  }

  @Test func everythingIsReadAndSaid() throws {
    let defaults = try defaults(
      """
      {"trainable": "all", "pooling": "mean", "balance": "class-weights", "epochs": 2, "batch_size": 5,
       "learning_rate": 0.002, "layer_decay": 0.5, "weight_decay": 0.25, "decay": "matrices",
       "schedule": "linear", "warmup": 0.5, "max_gradient_norm": 0.75, "dropout": 0.125,
       "label_smoothing": 0.0625, "average_last": 0.5}
      """)
    #expect(
      defaults.sentence
        == "recommended for this base, where you say nothing else: `balance` class-weights "
        + "`pooling` mean `trainable` all `epochs` 2 `batch_size` 5 `learning_rate` 0.002 "
        + "`layer_decay` 0.5 `weight_decay` 0.25 `decay` matrices `schedule` linear `warmup` 0.5 "
        + "`max_gradient_norm` 0.75 `dropout` 0.125 `label_smoothing` 0.0625 `average_last` 0.5")
    #expect(
      TrainingOptions.settings.rows.filter(\.isRecommendable).count
        == defaults.settings.texts.count)
    #expect(defaults.settings[\.training.epochs] == 2)
  }

  @Test func nullIsNothing() throws {
    let defaults = try defaults("{\"max_gradient_norm\": null, \"epochs\": 2}")
    #expect(defaults.settings.texts.map(\.option) == ["epochs"])
  }

  @Test(arguments: [
    ("{\"epoch\": 3}", "there is no setting 'epoch'; there are balance, pooling, trainable"),
    ("{\"seed\": 3}", "there is no setting 'seed'"),
    ("{\"epochs\": \"three\"}", "the value of 'epochs' is none that this setting takes"),
    ("{\"epochs\": 1.5}", "the value of 'epochs' is none that this setting takes"),
    ("{\"epochs\": [1]}", "the value of 'epochs' is none that this setting takes"),
    ("{\"pooling\": \"max\"}", "the value of 'pooling' is none that this setting takes"),
    ("{\"epochs\": 0}", "`epochs` is 0; give 1 to 1000000."),
    ("{\"dropout\": 1}", "`dropout` is 1.0; give 0 to 0.99."),
    ("[1]", "not a JSON object of settings"), ("{\"epochs\": 3", "not a JSON object of settings"),
    ("", "not a JSON object of settings"),
  ])
  func whatCannotBeUnderstoodIsNamed(json: String, reason: String) throws {
    let error = #expect(throws: KitError.self) { try defaults(json) }
    #expect(error?.description.hasPrefix("\(folder.path)/fine-tuning.json: \(reason)") == true)
  }
}
