import Foundation
import GPT2
import TestFiles
import Testing

@Suite struct AdapterConfigurationTests {
  private func configuration(_ keys: [String: Any]) throws -> AdapterConfiguration {
    let folder = try TemporaryFolder()
    let path = folder.file("adapter_config.json")
    try JSONSerialization.data(withJSONObject: keys).write(to: URL(fileURLWithPath: path))
    return try AdapterConfiguration(path: path)
  }

  @Test func whatIsMissingIsAsPEFTHasIt() throws {
    let found = try configuration(["peft_type": "LORA"])
    #expect(found.base == nil && found.settings.rank == 8 && found.settings.alpha == 8)
    #expect(found.settings.dropout == 0 && found.settings.scale == 1)
    let stabilised = try configuration([
      "peft_type": "LORA", "r": 4, "lora_alpha": 8, "use_rslora": true, "unknown": [1, 2],
      "init_lora_weights": "gaussian",
    ])
    #expect(stabilised.settings.scale == 4)
  }

  static let refused: [(keys: String, named: String)] = [
    (#"{}"#, "peft_type"), (#"[]"#, "JSON object"), (#"{"peft_type": "IA3"}"#, "IA3"),
    (#"{"peft_type": "LORA", "use_dora": true}"#, "use_dora"),
    (#"{"peft_type": "LORA", "bias": "all"}"#, "bias"),
    (#"{"peft_type": "LORA", "lora_bias": true}"#, "lora_bias"),
    (#"{"peft_type": "LORA", "r": 0}"#, "r is 0"), (#"{"peft_type": "LORA", "r": "8"}"#, "'r'"),
    (#"{"peft_type": "LORA", "init_lora_weights": "pissa_niter_4"}"#, "init_lora_weights"),
    (#"{"peft_type": "LORA", "alora_invocation_tokens": [5]}"#, "alora_invocation_tokens"),
    (#"{"peft_type": "LORA", "lora_alpha": "x"}"#, "lora_alpha"),
  ]

  @Test(arguments: refused)
  func whatWouldComputeSomethingElseIsRefused(keys: String, named: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("adapter_config.json")
    try keys.write(toFile: path, atomically: true, encoding: .utf8)
    let error = #expect(throws: ModelError.self) { try AdapterConfiguration(path: path) }
    #expect(error?.description.contains(path) == true)
    #expect(error?.description.contains(named) == true, "\(error?.description ?? "")")
  }

  @Test func writtenAndReadAgainItIsTheSame() throws {
    var settings = AdapterSettings()
    settings.rank = 5
    settings.alpha = 2.5
    settings.dropout = 0.1
    settings.isRankStabilised = true
    let folder = try TemporaryFolder()
    let path = folder.file("adapter_config.json")
    let written = AdapterConfiguration(base: "some/base", settings: settings, blocks: [2, 3])
    try written.json(isQuantised: true).write(to: URL(fileURLWithPath: path))
    let read = try AdapterConfiguration(path: path)
    #expect(read.base == "some/base" && read.settings.scale == settings.scale)
    #expect(read.settings.rank == 5 && read.settings.dropout == 0.1)
  }
}
