/// One field of a CSV or TSV row, as a range of `ByteWindow.bytes`; the quotes around a quoted
/// field are not in it.
struct DelimitedField {
  var range: Range<Int>
  var isQuoted = false
  var hasDoubledQuotes = false
}
