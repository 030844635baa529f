/// A stored text that is not what its column promises; only another program can have put it there.
struct UnreadableValue: Error {
  var column: String
}
