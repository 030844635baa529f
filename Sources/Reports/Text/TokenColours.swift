/// Text on coloured ground: red for what speaks for a class, blue for what speaks against it, the stronger
/// the deeper. Black letters stay readable on all of them, whatever the terminal's own colours are.
///
/// The colours are those of the 256 that terminals have in common.
enum TokenColours {
  private static let red = [224, 217, 210, 203]
  private static let blue = [189, 153, 117, 75]

  /// A message on one line, each piece by its share of the strongest contribution. What was not read is left out.
  static func painted(_ pieces: [TokenHeat.Piece]) -> String {
    let strongest = pieces.compactMap(\.contribution).map(abs).filter(\.isFinite).max() ?? 0
    return pieces.map { piece in
      guard let contribution = piece.contribution else { return " […] " }
      return painted(
        piece.text.inOneLine, share: strongest > 0 ? contribution / strongest : 0)
    }.joined().trimmingTrailingSpaces
  }

  /// - Parameter share: −1...1; what is near 0, or no number, stays as it is.
  private static func painted(_ text: String, share: Double) -> String {
    let colours = share > 0 ? red : blue
    let strength = abs(share) * Double(colours.count)
    guard strength >= 0.4, strength.isFinite else { return text }
    let colour = colours[min(Int(strength), colours.count - 1)]
    return "\u{1B}[38;5;16;48;5;\(colour)m\(text)\u{1B}[0m"
  }
}
