/// A part of a report, whatever it is going to be written as.
struct ReportSection {
  let title: String
  var blocks: [Block]

  enum Block {
    case sentences([String])
    case table(TextTable)
    case plot(TextPlot)
    /// Names and values.
    case facts([(name: String, value: String)])
  }
}
