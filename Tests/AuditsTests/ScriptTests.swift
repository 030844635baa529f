import Audits
import Testing

@Suite struct ScriptTests {
  @Test(arguments: [
    ("hello", "Latin"), ("Größe ŵ", "Latin"), ("привет", "Cyrillic"), ("καλημέρα", "Greek"),
    ("مرحبا", "Arabic"), ("שלום", "Hebrew"), ("नमस्ते", "Devanagari"), ("你好", "Han"),
    ("ありがとう", "Kana"),
    ("カタカナ", "Kana"), ("안녕하세요", "Hangul"), ("สวัสดี", "Thai"), ("გამარჯობა", "Georgian"),
    ("բարեւ", "Armenian"), ("ሰላም", "Ethiopic"), ("ᚠᚢᚦ", "other"),
  ])
  func aWordIsOfItsScript(word: String, script: String) {
    #expect(Script.dominant(in: word)?.rawValue == script)
  }

  @Test func mostLettersDecide() {
    #expect(Script.dominant(in: "OK, до завтра") == .cyrillic)
    #expect(Script.dominant(in: "see you до") == .latin)
    #expect(Script.dominant(in: "漢字かな交じり文です") == .kana)
  }

  @Test func withoutLettersThereIsNone() {
    #expect(Script.dominant(in: "") == nil)
    #expect(Script.dominant(in: "12 345 😀 …!") == nil)
  }

  /// Swift's own tables know the script of each character.
  @Test(arguments: ["Latin", "Greek", "Cyrillic", "Arabic", "Han", "Hangul", "Thai", "Devanagari"])
  func theBlocksAgreeWithTheStandardLibrary(name: String) throws {
    let script = try #require(Script(rawValue: name))
    let expression = try Regex("^\\p{Script=\(name)}$").matchingSemantics(.unicodeScalar)
    var wrong: [String] = []
    // Every 37th letter of the basic plane, those of Latin and its neighbours all.
    let values = Array(0x41...0x24F) + Array(stride(from: 0x250, to: 0xFB00, by: 37))
    for scalar in values.compactMap(Unicode.Scalar.init) where scalar.properties.isAlphabetic {
      let isOf = try expression.firstMatch(in: String(scalar)) != nil
      if isOf != (Script.of(scalar) == script) { wrong.append(String(scalar.value, radix: 16)) }
    }
    // The micro sign belongs to no script.
    #expect(wrong.filter { $0 != "b5" }.isEmpty, "\(wrong)")
  }
}
