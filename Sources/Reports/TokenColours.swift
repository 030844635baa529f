import Foundation

/// Text on coloured ground: red for what speaks for a class, blue for what speaks against it, the stronger
/// the deeper. Black letters stay readable on all of them, whatever the terminal's own colours are.
///
/// The colours are those of the 256 that terminals have in common.
public enum TokenColours {
  private static let red = [224, 217, 210, 203]
  private static let blue = [189, 153, 117, 75]

  /// - Parameter share: −1...1 of the strongest contribution; what is near 0, or no number, stays as it is.
  public static func painted(_ text: String, share: Double) -> String {
    let colours = share > 0 ? red : blue
    let strength = abs(share) * Double(colours.count)
    guard strength >= 0.4, strength.isFinite else { return text }
    let colour = colours[min(Int(strength), colours.count - 1)]
    return "\u{1B}[38;5;16;48;5;\(colour)m\(text)\u{1B}[0m"
  }
}
