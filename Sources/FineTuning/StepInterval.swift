extension Int {
  /// Whether something that happens every so many steps happens after this one; an interval of 0
  /// means never.
  func isDue(every interval: Int) -> Bool {
    interval > 0 && isMultiple(of: interval)
  }
}
