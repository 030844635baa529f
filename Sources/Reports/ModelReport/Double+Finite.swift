extension Double {
  /// Nil for what JSON has no number for.
  var ifFinite: Double? { isFinite ? self : nil }
}
