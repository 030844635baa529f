/// A writing system that messages may be in.
package enum Script: String, Sendable, CaseIterable {
  case latin = "Latin"
  case greek = "Greek"
  case cyrillic = "Cyrillic"
  case armenian = "Armenian"
  case hebrew = "Hebrew"
  case arabic = "Arabic"
  case devanagari = "Devanagari"
  case bengali = "Bengali"
  case gurmukhi = "Gurmukhi"
  case gujarati = "Gujarati"
  case tamil = "Tamil"
  case telugu = "Telugu"
  case kannada = "Kannada"
  case malayalam = "Malayalam"
  case sinhala = "Sinhala"
  case thai = "Thai"
  case georgian = "Georgian"
  case hangul = "Hangul"
  case ethiopic = "Ethiopic"
  /// Hiragana and Katakana.
  case kana = "Kana"
  case han = "Han"
  case other = "other"

  /// The script that most letters of a text are in, of equally frequent ones the first of this list; nil
  /// without letters.
  package static func dominant(in text: String) -> Script? {
    var counts = [Int](repeating: 0, count: allCases.count)
    for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
      counts[index(of: scalar)] += 1
    }
    let best = counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
    return counts[best] > 0 ? allCases[best] : nil
  }

  /// The script of a letter.
  package static func of(_ letter: Unicode.Scalar) -> Script { allCases[index(of: letter)] }

  private static func index(of letter: Unicode.Scalar) -> Int {
    if letter.isASCII { return 0 }
    let (value, other) = (letter.value, allCases.count - 1)
    // The last range that begins at or below the letter.
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].range.lowerBound <= value { low = middle + 1 } else { high = middle }
    }
    guard low > 0, ranges[low - 1].range.contains(value) else { return other }
    return ranges[low - 1].index
  }

  private static let ranges: [(range: ClosedRange<UInt32>, index: Int)] =
    allCases.enumerated().flatMap { index, script in
      script.blocks.map { (range: $0, index: index) }
    }.sorted { $0.range.lowerBound < $1.range.lowerBound }

  /// Blocks that hold the script's letters.
  ///
  /// Source: The Unicode Standard 15.0, Blocks.txt and Scripts.txt.
  private var blocks: [ClosedRange<UInt32>] {
    switch self {
    case .latin:
      [
        0x41...0x2B8, 0x2E0...0x2E4, 0x1D00...0x1D25, 0x1D2C...0x1D5C, 0x1D62...0x1D65,
        0x1D6B...0x1D77, 0x1D79...0x1DBE, 0x2071...0x2071, 0x207F...0x209C, 0x2160...0x2188,
        0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA722...0xA7FF,
        0xAB30...0xAB6F, 0xFB00...0xFB06, 0xFF21...0xFF5A,
      ]
    case .greek: [0x370...0x3E1, 0x3F0...0x3FF, 0x1D26...0x1D2A, 0x1F00...0x1FFF]
    case .cyrillic: [0x400...0x52F, 0x1C80...0x1C8F, 0x2DE0...0x2DFF, 0xA640...0xA69F]
    case .armenian: [0x530...0x58F, 0xFB13...0xFB17]
    case .hebrew: [0x590...0x5FF, 0xFB1D...0xFB4F]
    case .arabic:
      [0x600...0x6FF, 0x750...0x77F, 0x870...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFE]
    case .devanagari: [0x900...0x97F, 0xA8E0...0xA8FF]
    case .bengali: [0x980...0x9FF]
    case .gurmukhi: [0xA00...0xA7F]
    case .gujarati: [0xA80...0xAFF]
    case .tamil: [0xB80...0xBFF]
    case .telugu: [0xC00...0xC7F]
    case .kannada: [0xC80...0xCFF]
    case .malayalam: [0xD00...0xD7F]
    case .sinhala: [0xD80...0xDFF]
    case .thai: [0xE00...0xE7F]
    case .georgian: [0x10A0...0x10FF, 0x1C90...0x1CBF, 0x2D00...0x2D2F]
    case .hangul:
      [0x1100...0x11FF, 0x3131...0x318E, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xFFA0...0xFFDC]
    case .ethiopic: [0x1200...0x139F, 0x2D80...0x2DDF, 0xAB01...0xAB2F]
    case .kana: [0x3041...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D, 0x1B000...0x1B16F]
    case .han:
      [
        0x2E80...0x2FDF, 0x3005...0x3007, 0x3021...0x3029, 0x3038...0x303B, 0x3400...0x4DBF,
        0x4E00...0x9FFF, 0xF900...0xFAFF,
        0x20000...0x3FFFF,
      ]
    case .other: []
    }
  }
}
