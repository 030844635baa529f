import ArgumentParser
import FineTuning

/// What a search tries, and how it chooses.
struct SweepArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "An option of train with values to try; every combination is a trial.",
      discussion: """
        Repeat it for more options. rank=4,8 lists values (with semicolons where values have commas), \
        rslora=true,false a flag's. With --random also ranges: epochs=2..8 of whole numbers, \
        learning-rate=1e-5..1e-3 of real ones, which are drawn by their logarithm.
        """, valueName: "name=values"))
  var grid: [String] = []

  @Option(
    help: ArgumentHelp("Try so many combinations drawn at random, no two the same.", valueName: "n")
  )
  var random: Int?

  @Option(
    help: ArgumentHelp(
      "Seed of the draws of --random. (default: that of --seed)", valueName: "seed"))
  var seedOfSearch: UInt64?

  @Option(
    help: "What trials are chosen by, on the validation messages: loss or a metric.")
  var metric: ModelSelection.Criterion = .metric(.mcc)

  @Flag(
    help: ArgumentHelp(
      "Give all trials few epochs, the better half twice as many, until the last ones get all.",
      discussion: """
        As many rungs as leave an epoch for the first and a trial for the last. Every rung trains anew, with \
        the schedule of its own number of epochs.
        """))
  var halving = false

  func validate() throws {
    if seedOfSearch != nil, random == nil {
      throw ValidationError("--seed-of-search goes with --random.")
    }
  }
}
