import GPT2Kernels

/// Quantised weights in the layout of bitsandbytes, which Hugging Face's transformers and PEFT read.
///
/// For NF4, besides the codes under the name of the weight: `.absmax`, `.quant_map`, `.nested_absmax` and
/// `.nested_quant_map` where the scales are quantised as well, and the JSON of `NF4State`. For int8, the
/// codes, and beside the weight `SCB` and `weight_format`.
///
/// Source: `Linear4bit._save_to_state_dict` and `Linear8bitLt._save_to_state_dict` of bitsandbytes.
extension QuantisedWeights {
  /// - Parameter name: Of the weight, as in `transformer.h.0.attn.c_attn.weight`.
  public func tensorsToWrite(named name: String) -> [TensorToWrite] {
    switch codes {
    case .nf4(let codes): tensorsToWrite(codes, named: name)
    case .int8(let codes): tensorsToWrite(codes, named: name)
    }
  }

  private func tensorsToWrite(_ codes: NF4Codes, named name: String) -> [TensorToWrite] {
    let names = QuantisedPartNames(name)
    var state = NF4State(shape: [outputs, inputs], blockSize: codes.blockSize, nested: nil)
    var tensors = [
      TensorToWrite(
        name: name, shape: [codes.packed.count, 1], type: .uint8, elements: codes.packed),
      TensorToWrite(name: names.map, shape: [16], values: NF4Codes.levels),
    ]
    switch codes.scales {
    case .single(let scales):
      tensors.append(TensorToWrite(name: names.scales, shape: [scales.count], values: scales))
    case .double(let scales):
      state.nested = (scales.blockSize, scales.offset)
      tensors += [
        TensorToWrite(
          name: names.scales, shape: [scales.codes.count], type: .uint8, elements: scales.codes),
        TensorToWrite(
          name: names.nestedScales, shape: [scales.scales.count], values: scales.scales),
        TensorToWrite(name: names.nestedMap, shape: [256], values: scales.map),
      ]
    }
    let json = Array(state.json.utf8)
    tensors.append(
      TensorToWrite(name: names.state, shape: [json.count], type: .uint8, elements: json))
    return tensors
  }

  private func tensorsToWrite(_ codes: Int8Rows, named name: String) -> [TensorToWrite] {
    let names = QuantisedPartNames(name)
    return [
      TensorToWrite(name: name, shape: [outputs, inputs], type: .int8, elements: codes.codes),
      TensorToWrite(name: names.rowScales, shape: [outputs], values: codes.scales),
      // 0: row by row.
      TensorToWrite(name: names.rowFormat, shape: [], type: .uint8, elements: [0 as UInt8]),
    ]
  }

  /// Whether the checkpoint holds codes under this name, in a layout that is read here or not.
  ///
  /// - Parameter find: The tensor of a name, if there is one.
  public static func areStored(
    named name: String, find: (String) -> StoredTensor?
  ) -> Bool {
    guard let type = find(name)?.type else { return false }
    return type == .int8 || type == .uint8 || find(QuantisedPartNames(name).scales) != nil
  }

  /// Quantised weights as bitsandbytes stored them.
  ///
  /// - Parameters:
  ///   - name: Of the weight.
  ///   - find: The tensor of a name, if there is one.
  /// - Throws: `ModelFileError.missingTensor`, or `.malformed` for parts that do not fit together or that
  ///   shape, and for formats other than NF4 and row-wise int8.
  public init(
    named name: String, inputs: Int, outputs: Int, file: String,
    find: @escaping (String) -> StoredTensor?
  ) throws(ModelFileError) {
    let parts = QuantisedParts(named: name, shape: [outputs, inputs], file: file, find: find)
    let weight = try parts.tensor(name)
    let codes = try parts.codes(of: weight)
    self = try weight.checking { () throws(QuantisationError) in
      try QuantisedWeights(inputs: inputs, outputs: outputs, codes: codes)
    }
  }
}
