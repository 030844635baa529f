import Foundation

extension FinishedRun {
  /// Makes sure that the run has left a model that can be measured.
  ///
  /// - Throws: `KitError.notReportable`, which says what the run is instead, or that it goes on; `.unreadablePlan`.
  package func requireModel() throws {
    do {
      _ = try manifest()
    } catch KitError.otherKind(_, let kind) {
      throw KitError.notReportable(folder, reason: Self.reason(against: kind))
    } catch KitError.unreadablePlan where isBaseline {
      throw KitError.notReportable(folder, reason: Self.reason(against: "baseline"))
    }
    guard FileManager.default.fileExists(atPath: folder + "/config.json") else {
      throw KitError.notReportable(
        folder,
        reason: "the run has not finished, so there is no model yet. Wait for it, or resume it")
    }
  }

  /// - Parameter kind: The command that made a run.
  private static func reason(against kind: String) -> String {
    guard kind != "pretrain" else {
      return
        "a pretraining makes a base, which classifies nothing. Train it first: name it as `base`"
    }
    return
      "a run of '\(kind)' leaves no model that could be measured again. Its record has its results; report "
      + "on a run of 'train'"
  }

  private var isBaseline: Bool {
    struct Manifest: Decodable {
      struct Options: Decodable { let baseline: String }
      let options: Options
    }
    let data = FileManager.default.contents(atPath: RunLayout.manifest(in: folder)) ?? Data()
    return (try? JSONDecoder().decode(Manifest.self, from: data)) != nil
  }
}
