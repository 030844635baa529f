import Foundation
import Testing

@testable import Reports

/// The colours of the page, on light, dark and paper grounds.
@Suite struct ReportStyleTests {
  @Test func textHasAContrastOf45To1OrMoreOnEveryGroundItLiesOn() throws {
    let html = try Written.html([SampleReport().report()])
    let palettes = html.matches(of: /:root \{([^}]*)\}/).map {
      Self.colours(in: String($0.output.1))
    }
    #expect(palettes.count == 3)
    let shades = ["shade", "for", "against"].flatMap { name in (1...4).map { "\(name)-\($0)" } }
    let pairs =
      (["paper", "raised"] + shades).map { ("ink", $0) }
      + ["soft", "first", "second"].map { ($0, "paper") } + [("soft", "raised")]
    for palette in palettes {
      for (text, ground) in pairs {
        let contrast = try Self.contrast(
          #require(palette[text], "\(text)"), #require(palette[ground], "\(ground)"))
        #expect(contrast >= 4.5, "\(text) on \(ground): \(contrast)")
      }
    }
  }

  private static func colours(in text: String) -> [String: [Double]] {
    var colours: [String: [Double]] = [:]
    for match in text.matches(of: /--([a-z0-9-]+): #([0-9a-f]{6});/) {
      let value = Int(match.output.2, radix: 16) ?? 0
      colours[String(match.output.1)] = [value >> 16, value >> 8 & 255, value & 255].map {
        Double($0) / 255
      }
    }
    return colours
  }

  /// WCAG 2.2, relative luminance and contrast ratio.
  private static func contrast(_ first: [Double], _ second: [Double]) -> Double {
    let luminances = [first, second].map { colour in
      zip(colour, [0.2126, 0.7152, 0.0722]).reduce(0) { sum, part in
        sum + part.1 * (part.0 <= 0.04045 ? part.0 / 12.92 : pow((part.0 + 0.055) / 1.055, 2.4))
      }
    }
    return ((luminances.max() ?? 0) + 0.05) / ((luminances.min() ?? 0) + 0.05)
  }
}
