import GPT2Kernels

/// Finds and checks the stored parts of a quantised weight.
struct QuantisedParts {
  let names: QuantisedPartNames
  /// Of the transposed matrix: outputs, inputs.
  let shape: [Int]
  /// For error messages about parts that are missing.
  let file: String
  let find: (String) -> StoredTensor?

  init(named name: String, shape: [Int], file: String, find: @escaping (String) -> StoredTensor?) {
    names = QuantisedPartNames(name)
    self.shape = shape
    self.file = file
    self.find = find
  }

  /// - Throws: `ModelFileError.missingTensor`.
  func tensor(_ name: String) throws(ModelFileError) -> StoredTensor {
    guard let tensor = find(name) else { throw .missingTensor(name, file: file) }
    return tensor
  }

  func codes(of weight: StoredTensor) throws(ModelFileError) -> QuantisedWeights.Codes {
    if let state = find(names.floatState) {
      throw state.malformed("weights in NF4 or int8", "FP4")
    }
    if weight.type == .int8, find(names.state) == nil { return .int8(try rows(weight)) }
    return .nf4(try blocks(weight))
  }

  private func rows(_ weight: StoredTensor) throws(ModelFileError) -> Int8Rows {
    guard weight.shape == shape else { throw weight.malformed("shape \(shape)", "\(weight.shape)") }
    if let format = find(names.rowFormat) {
      let bytes = format.withUnsafeBytes { Array($0) }
      guard bytes.allSatisfy({ $0 == 0 }) else {
        throw format.malformed("0, codes row by row", "another order")
      }
    }
    let scales = try tensor(names.rowScales)
    let values = try scales.floats()
    let codes = weight.withUnsafeBytes { $0.map(Int8.init(bitPattern:)) }
    return try scales.checking { () throws(QuantisationError) in
      try Int8Rows(rows: shape[0], columns: shape[1], codes: codes, scales: values)
    }
  }

  private func blocks(_ weight: StoredTensor) throws(ModelFileError) -> NF4Codes {
    let stateTensor = try tensor(names.state)
    let state = try NF4State(stateTensor)
    guard state.type == "nf4" else {
      throw stateTensor.malformed("'quant_type' nf4", state.type.quoted)
    }
    guard state.shape == shape else {
      throw stateTensor.malformed("shape \(shape)", "\(state.shape)")
    }
    let map = try tensor(names.map)
    // The levels have been rounded in more than one way.
    let levels = try map.floats()
    guard levels.count == 16, zip(levels, NF4Codes.levels).allSatisfy({ abs($0 - $1) < 1e-6 })
    else { throw map.malformed("the 16 levels of NF4", "others") }

    let scales = try blockScales(state.nested)
    // Whatever type they are stored as, the bytes are those of the codes.
    let packed = weight.withUnsafeBytes { Array($0) }
    return try weight.checking { () throws(QuantisationError) in
      try NF4Codes(
        count: shape[0] * shape[1], blockSize: state.blockSize, packed: packed, scales: scales)
    }
  }

  private func blockScales(
    _ nested: (blockSize: Int, offset: Float)?
  ) throws(ModelFileError) -> BlockScales {
    let scales = try tensor(names.scales)
    guard let nested else { return .single(try scales.floats()) }
    guard scales.type == .uint8 else {
      throw scales.malformed("codes of scales as U8", scales.type.rawValue)
    }
    let codes = scales.withUnsafeBytes { Array($0) }
    let map = try tensor(names.nestedMap).floats()
    let outer = try tensor(names.nestedScales)
    let values = try outer.floats()
    return .double(
      try outer.checking { () throws(QuantisationError) in
        try DoubleQuantisedScales(
          codes: codes, map: map, scales: values, blockSize: nested.blockSize,
          offset: nested.offset)
      })
  }
}

extension StoredTensor {
  /// What `make` makes; its error as one about this tensor.
  func checking<R>(_ make: () throws(QuantisationError) -> R) throws(ModelFileError) -> R {
    do {
      return try make()
    } catch {
      switch error {
      case .notFinite(let row, let column):
        throw malformed("finite numbers", "another in row \(row), column \(column)")
      case .scaleNotFinite(let index): throw malformed("finite scales", "another at \(index)")
      case .blockSize(let size):
        throw malformed("blocks of a power of two from 32 to 4096", "blocks of \(size)")
      case .partSize(let part, let expected, let found):
        throw malformed("\(expected) \(part)", "\(found)")
      }
    }
  }

  func malformed(_ expected: String, _ found: String) -> ModelFileError {
    .malformed(file: file, place: .tensor(name), expected: expected, found: found)
  }
}

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
