import Files
import Foundation
import TestFiles
import Testing

@Suite struct ResultJSONTests {
  private struct Sample: Encodable {
    var peakMemoryBytes = 3
    var baseSHA256 = "a/b"
    var pValue: Double? = 0.5
    var missing: Int?
    var seconds = ["readAll": 1.5, "train_it": .nan]
    var list: [Double] = [.infinity, 2, -.infinity]
    var ratio: Float = .nan
    var nested = ["aKey": Inner()]
  }

  private struct Inner: Encodable {
    var innerKey = true
    var named = "\"x\""

    enum CodingKeys: String, CodingKey {
      case innerKey
      case named = "already_snake"
    }
  }

  @Test func keysAreSortedInSnakeCaseButThoseOfDictionaries() throws {
    #expect(
      try ResultJSON.text(Sample())
        == #"{"base_sha256":"a/b","list":[null,2,null],"nested":{"aKey":{"already_snake":"\"x\"","#
        + #""inner_key":true}},"p_value":0.5,"peak_memory_bytes":3,"ratio":null,"#
        + #""seconds":{"readAll":1.5,"train_it":null}}"#)
  }

  @Test func indentedItIsTheSameValue() throws {
    let text = try ResultJSON.text(Inner(), isIndented: true)
    #expect(text == "{\n  \"already_snake\" : \"\\\"x\\\"\",\n  \"inner_key\" : true\n}")
  }

  @Test func aFileAppearsWholeWithALineBreak() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write(result: Inner(), to: folder.file("result.json"))
    let text = try String(contentsOfFile: folder.file("result.json"), encoding: .utf8)
    #expect(text == (try ResultJSON.text(Inner(), isIndented: true)) + "\n")
    #expect(try folder.names() == ["result.json"])
  }

  private struct Stored: Decodable, Equatable {
    let bytes: Int
    let seconds: [String: Double]

    enum CodingKeys: String, CodingKey {
      case bytes = "peak_memory_bytes"
      case seconds
    }
  }

  @Test(arguments: ["peak_memory_bytes", "peakMemoryBytes"])
  func formerSpellingsAreRead(_ key: String) throws {
    let json = #"{"\#(key)": 3, "seconds": {"readAll": 1}, "more": []}"#
    #expect(
      try ResultJSON.decode(Stored.self, from: Data(json.utf8))
        == Stored(bytes: 3, seconds: ["readAll": 1]))
  }
}
