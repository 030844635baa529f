/// How the codes of frozen weights are made.
public enum QuantisationFormat: String, Sendable, CaseIterable, Codable {
  /// 4-bit NormalFloat in blocks of 64 inputs: 4.5 bits a weight, 4.127 with scales quantised in
  /// their turn (Dettmers, Pagnoni, Holtzman, Zettlemoyer: "QLoRA", NeurIPS 2023, section 3).
  case nf4
  /// Signed integers with a scale for each output (Dettmers et al.: "LLM.int8()", NeurIPS 2022,
  /// section 2.1).
  case int8
}
