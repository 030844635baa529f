import ArgumentParser
import Files
import Foundation
import SpamTuneKit
import TextDatasets

extension DataOptions.Balance: ExpressibleByArgument {}

/// Labelled messages, and what of them training sees.
struct MessageArguments: ParsableArguments {
  @Option(name: [.short, .long], help: "File of labelled messages.") var data: String?

  @Flag(help: "Keep the order of the file, in the split and in training.") var noShuffle = false

  @Option(
    help: """
      What to do about classes of unequal size: nothing, keep as many messages of each as the \
      rarest has, or weigh the loss. (default: none)
      """)
  var balance: DataOptions.Balance?

  @Option(
    help: """
      How much each class counts in the loss, such as ham=1,spam=4; auto is --balance class-weights.
      """)
  var classWeights: String?

  @Option(
    help: "The class that precision and recall speak of. (default: spam, or the second of two)")
  var positiveLabel: String?

  /// Options for messages from `source`.
  ///
  /// - Parameter recommended: How classes are balanced where nothing is given. A split that is balanced
  ///   itself needs no recommended undersampling.
  func options(
    _ source: DataOptions.Source, _ reading: ReadingArguments, recommended: DataOptions.Balance?
  ) throws -> DataOptions {
    var data = options(source, reading)
    (data.balance, data.classWeights) = try weighing(recommended)
    if balance == nil, data.balance == .undersample,
      try source.splitProtocol()?.isBalanced ?? false
    {
      data.balance = .none
    }
    return data
  }

  private func options(_ source: DataOptions.Source, _ reading: ReadingArguments) -> DataOptions {
    var options = DataOptions(source: source)
    options.format = reading.dataFormat
    options.textColumn = reading.textColumn
    options.labelColumn = reading.labelColumn
    options.encoding = reading.encoding
    options.skipsBadRows = reading.skipBadRows
    options.shuffles = !noShuffle
    options.positiveLabel = positiveLabel
    return options
  }

  /// How classes are balanced, and weights that were given for them.
  private func weighing(
    _ recommended: DataOptions.Balance?
  ) throws -> (balance: DataOptions.Balance, weights: [String: Double]?) {
    guard let classWeights else { return (balance ?? recommended ?? .none, nil) }
    guard balance != .classWeights else {
      throw ValidationError("--class-weights and --balance class-weights say the same twice.")
    }
    if classWeights == "auto" {
      guard balance == nil else {
        throw ValidationError("--class-weights auto goes without --balance.")
      }
      return (.classWeights, nil)
    }
    var weights: [String: Double] = [:]
    for entry in classWeights.split(separator: ",", omittingEmptySubsequences: false) {
      let place = entry.lastIndex(of: "=") ?? entry.endIndex
      let name = entry[..<place].trimmingCharacters(in: .whitespaces)
      guard !name.isEmpty, let weight = Double(entry[place...].dropFirst()), weight.isFinite,
        weight >= 0, weights.updateValue(weight, forKey: name) == nil
      else {
        throw ValidationError(
          "--class-weights is auto, or names with weights of 0 or more, such as ham=1,spam=4.")
      }
    }
    return (balance ?? .none, weights)
  }

  /// The file named, or the one used by default, as an absolute path.
  func file(in home: Home) throws -> String {
    absolutePath(try data ?? DefaultPlaces.data(in: home))
  }
}
