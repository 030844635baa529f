import GPT2
import ModelFiles
import TestFiles
import Testing

/// Configurations that are wrong by themselves, or that do not fit the weights beside them.
@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct MalformedConfigurationTests {
  @Test func everyOneIsRefusedWithASentenceThatNamesTheFile() throws {
    let cases = try Fixtures.json("malformed/cases.json")["cases"].array
    let tensors = ModelTensors(try TensorCollection(path: Fixtures.path("tiny/hf")))
    var refused = 0
    for malformed in cases where malformed["must"].string == "refuse" {
      let name = try #require(malformed["path"].string)
      guard name.hasPrefix("config/") else { continue }
      let path = Fixtures.path("malformed/" + name)
      let error = #expect(throws: ModelError.self, "\(name)") {
        let configuration = try ModelConfigurationFile(path: path).model
        _ = try GPT2Model(configuration: configuration, parameter: tensors.parameter)
      }
      let sentence = error?.description ?? ""
      #expect(sentence.hasPrefix(path) || sentence.hasPrefix(Fixtures.path("tiny/hf")))
      #expect(sentence.hasSuffix(".") || sentence.hasSuffix("?"))
      refused += 1
    }
    #expect(refused == 10)
  }
}
