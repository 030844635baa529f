/// The names under which bitsandbytes stores the parts of a quantised weight.
struct QuantisedPartNames {
  /// Of 4-bit weights: scales, levels, and the same of scales that are quantised in their turn.
  let scales, map, nestedScales, nestedMap: String
  /// Of NF4: the JSON of `NF4State`.
  let state: String
  /// Of 4-bit floats, which are not read here.
  let floatState: String
  /// Of int8: scales, and the order of the codes.
  let rowScales, rowFormat: String

  /// - Parameter weight: As in `transformer.h.0.attn.c_attn.weight`.
  init(_ weight: String) {
    scales = weight + ".absmax"
    map = weight + ".quant_map"
    nestedScales = weight + ".nested_absmax"
    nestedMap = weight + ".nested_quant_map"
    state = weight + ".quant_state.bitsandbytes__nf4"
    floatState = weight + ".quant_state.bitsandbytes__fp4"
    let layer = weight.hasSuffix(".weight") ? weight.dropLast("weight".count) : weight[...] + "."
    rowScales = layer + "SCB"
    rowFormat = layer + "weight_format"
  }
}
