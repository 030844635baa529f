import GPT2Kernels

/// What a user wants of products with frozen weights.
public enum PrecisionChoice: String, Sendable, CaseIterable, Codable {
  /// The fastest that keeps the probabilities of held-out messages within `PrecisionCheck.limit` of
  /// float32's.
  case auto
  case float32, bfloat16, int8

  /// The precision to begin with on this machine. `auto` never begins with int8: on every model measured its
  /// differences were above the limit (0.008 to 0.014), so trying it would only cost time.
  ///
  /// - Throws: `ClassifierError.badSetting` when the machine lacks what the choice needs.
  package func onThisMachine() throws(ClassifierError) -> Precision {
    switch self {
    case .auto: return Precision.bfloat16.canPack ? .bfloat16 : .float32
    case .float32: return .float32
    case .bfloat16: return try require(.bfloat16, "AVX-512 BF16")
    case .int8: return try require(.int8, "AVX-512 VNNI")
    }
  }

  private func require(_ precision: Precision, _ instructions: String) throws(ClassifierError)
    -> Precision
  {
    guard precision.canPack else {
      throw .badSetting(
        "precision",
        "\(rawValue) needs the library oneDNN 2 (Debian's libdnnl2) and a processor with "
          + "\(instructions). Choose float32 or auto.")
    }
    return precision
  }
}
