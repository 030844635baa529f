import Testing

/// Equal to a share of the expected value, at least of 1e-15.
func expectClose(
  _ found: Double, _ expected: Double, relative: Double, _ what: @autoclosure () -> String = "",
  location: SourceLocation = #_sourceLocation
) {
  #expect(
    abs(found - expected) <= max(relative * abs(expected), 1e-15),
    "\(what()): found \(found), expected \(expected)", sourceLocation: location)
}
