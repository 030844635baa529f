import ArgumentParser
import SpamTuneKit

/// Where a run writes.
struct PlaceArguments: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: "Folder for the run and its model; it must be new. (default: runs/NAME)")
  var output: String?

  @Option(help: "Name of the run. (default: the time)") var name: String?

  @Option(help: "SQLite file that records runs. (default: runs.sqlite beside the run's folder)")
  var database: String?

  @Flag(help: .setting("store_text")) var storeText = false

  @Flag(help: "Do not read or write the feature cache.")
  var noCache = false
}
