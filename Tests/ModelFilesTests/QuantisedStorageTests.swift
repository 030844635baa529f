import GPT2Kernels
import ModelFiles
import TestFiles
import Testing

/// Quantised weights in files, in the layout of bitsandbytes.
@Suite struct QuantisedStorageTests {
  let folder: TemporaryFolder
  static let name = "transformer.h.0.attn.c_attn.weight"

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func nf4HasTheBytesOfBitsandbytes() throws {
    let file = try write(QuantisedReference.weights(.nf4))
    try expect(file, has: QuantisedReference.nf4, prefix: Self.name)
    let levels = try file.tensor(Self.name + ".quant_map")
    #expect(levels.shape == [16] && levels.type == .float32)
    #expect(try levels.floats() == NF4Codes.levels)
    #expect(try file.tensor(Self.name + ".nested_quant_map").floats() == DynamicMap.signed)
    #expect(file.tensors.count == 6)
  }

  @Test func nf4WithPlainScalesHasNoNestedParts() throws {
    let file = try write(QuantisedReference.weights(.nf4, doubleQuantising: false))
    #expect(
      file.tensors.map { String($0.name.dropFirst(Self.name.count)) }.sorted() == [
        "", ".absmax", ".quant_map", ".quant_state.bitsandbytes__nf4",
      ])
    let state = try file.tensor(Self.name + ".quant_state.bitsandbytes__nf4")
    #expect(
      state.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        == #"{"quant_type": "nf4", "blocksize": 64, "dtype": "float32", "shape": [16, 12]}"#)
    #expect(try file.tensor(Self.name + ".absmax").type == .float32)
  }

  @Test func int8HasTheBytesOfBitsandbytes() throws {
    let file = try write(QuantisedReference.weights(.int8))
    try expect(file, has: QuantisedReference.int8, prefix: "transformer.h.0.attn.c_attn.")
    #expect(file.tensors.count == 3)
  }

  @Test(arguments: QuantisationFormat.allCases, [true, false])
  func whatIsWrittenIsRead(format: QuantisationFormat, doubleQuantising: Bool) throws {
    let values = (0..<77 * 33).map { index in Float(index * 7919 % 1009) - 500 }
    let weights = try QuantisedWeights(
      Matrix(rows: 77, columns: 33, values), format: format, doubleQuantising: doubleQuantising)
    let file = try write(weights)
    #expect(QuantisedWeights.areStored(named: Self.name, find: { file[$0] }))
    let read = try QuantisedWeights(
      named: Self.name, inputs: 77, outputs: 33, file: file.path, find: { file[$0] })
    #expect(read.codes == weights.codes)
    #expect(read.dequantised().elements == weights.dequantised().elements)
  }

  @Test func wholeWeightsAreNoCodes() throws {
    let path = folder.file("whole")
    try SafetensorsWriter.write(
      [TensorToWrite(name: Self.name, shape: [1, 2], values: [1, 2])], to: path)
    let file = try SafetensorsFile(path: path)
    #expect(!QuantisedWeights.areStored(named: Self.name, find: { file[$0] }))
    #expect(!QuantisedWeights.areStored(named: "other", find: { file[$0] }))
  }

  /// bitsandbytes can keep the codes as numbers of another type.
  @Test func codesMayBeStoredAsAnyType() throws {
    let weights = try QuantisedReference.weights(.nf4)
    var tensors = weights.tensorsToWrite(named: Self.name).filter { $0.name != Self.name }
    let packed = QuantisedReference.bytes(of: QuantisedReference.nf4[0].bytes)
    tensors.append(
      TensorToWrite(name: Self.name, shape: [48, 1], type: .bfloat16) {
        try packed.withUnsafeBytes($0)
      }
    )
    try SafetensorsWriter.write(tensors, to: folder.file("bf16"))
    let file = try SafetensorsFile(path: folder.file("bf16"))
    #expect(QuantisedWeights.areStored(named: Self.name, find: { file[$0] }))
    let read = try QuantisedWeights(
      named: Self.name, inputs: 12, outputs: 16, file: file.path, find: { file[$0] })
    #expect(read.codes == weights.codes)
  }

  /// A part left out or replaced, and what the message must say.
  struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let format: QuantisationFormat
    let part: String
    let replacement: (@Sendable (String) -> TensorToWrite)?
    let says: [String]

    init(
      _ description: String, _ format: QuantisationFormat, _ part: String, says: String...,
      replacement: (@Sendable (String) -> TensorToWrite)? = nil
    ) {
      (testDescription, self.format, self.part) = (description, format, part)
      (self.replacement, self.says) = (replacement, says)
    }

    /// Another JSON text.
    init(_ description: String, json: String, says: String...) {
      testDescription = description
      (format, part, self.says) = (.nf4, "weight.quant_state.bitsandbytes__nf4", says)
      replacement = { Self.bytes($0, Array(json.utf8)) }
    }

    static func bytes(_ name: String, _ bytes: [UInt8]) -> TensorToWrite {
      TensorToWrite(name: name, shape: [bytes.count], type: .uint8) {
        try bytes.withUnsafeBytes($0)
      }
    }
  }

  static func json(
    type: String = #""nf4""#, block: String = "64", shape: String = "[16, 12]",
    nested: String = "256", offset: String = "0.95"
  ) -> String {
    #"{"quant_type": \#(type), "blocksize": \#(block), "shape": \#(shape), "#
      + #""nested_blocksize": \#(nested), "nested_offset": \#(offset)}"#
  }

  static let damages = [
    Damage("no codes", .nf4, "weight", says: "no tensor", "c_attn.weight'"),
    Damage("no scales", .nf4, "weight.absmax", says: "no tensor", ".absmax'"),
    Damage("no levels", .nf4, "weight.quant_map", says: "no tensor", ".quant_map'"),
    Damage("no nested scales", .nf4, "weight.nested_absmax", says: "no tensor"),
    Damage("no nested map", .nf4, "weight.nested_quant_map", says: "no tensor"),
    Damage("no state", .nf4, "weight.quant_state.bitsandbytes__nf4", says: "no tensor"),
    Damage("no row scales", .int8, "SCB", says: "no tensor", "c_attn.SCB'"),
    Damage("too few codes", .nf4, "weight", says: "96 bytes of codes", "found 95") {
      Damage.bytes($0, [UInt8](repeating: 0, count: 95))
    },
    Damage("too many scales", .nf4, "weight.absmax", says: "2 scales of scales", "found 1") {
      Damage.bytes($0, [UInt8](repeating: 0, count: 257))
    },
    Damage("too few scales", .nf4, "weight.absmax", says: "3 scales", "found 2") {
      Damage.bytes($0, [1, 2])
    },
    Damage("scales of another type", .nf4, "weight.absmax", says: "U8", "F32") {
      TensorToWrite(name: $0, shape: [3], values: [1, 2, 3])
    },
    Damage("other levels", .nf4, "weight.quant_map", says: "the 16 levels of NF4") {
      TensorToWrite(name: $0, shape: [16], values: (0..<16).map(Float.init))
    },
    Damage("levels of integers", .nf4, "weight.quant_map", says: "element type U8") {
      Damage.bytes($0, [1, 2])
    },
    Damage("levels that are no numbers", .nf4, "weight.quant_map", says: "the 16 levels of NF4") {
      TensorToWrite(name: $0, shape: [16], values: [Float](repeating: .nan, count: 16))
    },
    Damage("short map", .nf4, "weight.nested_quant_map", says: "256 values", "found 3") {
      TensorToWrite(name: $0, shape: [3], values: [1, 2, 3])
    },
    Damage("infinite scale", .nf4, "weight.nested_absmax", says: "finite scales") {
      TensorToWrite(name: $0, shape: [1], values: [.infinity])
    },
    Damage("no JSON", json: "", says: "a JSON value", "the end"),
    Damage("cut JSON", json: #"{"quant_type": "nf4""#, says: "','"),
    Damage("JSON of numbers", json: "[1]", says: "a JSON object"),
    Damage("text after the JSON", json: json() + "x", says: "the end of the JSON text"),
    Damage("no number", json: json(offset: "NaN"), says: "a JSON value"),
    Damage("an infinite offset", json: json(offset: "1e300"), says: "a finite number"),
    Damage("an offset in words", json: json(offset: "true"), says: "'nested_offset'"),
    Damage("another type", json: json(type: #""fp4""#), says: "nf4", "'fp4'"),
    Damage("no type", json: #"{"blocksize": 64}"#, says: "'quant_type'"),
    Damage("a type that is a number", json: json(type: "4"), says: "'quant_type'"),
    Damage("odd blocks", json: json(block: "63"), says: "power of two", "blocks of 63"),
    Damage("no blocks", json: json(block: "0"), says: "blocks of 0"),
    Damage("negative blocks", json: json(block: "-64"), says: "'blocksize'"),
    Damage("huge blocks", json: json(block: "1e300"), says: "'blocksize'"),
    Damage("half a block", json: json(block: "64.5"), says: "'blocksize'"),
    Damage("other blocks", json: json(block: "128"), says: "2 scales", "found 3"),
    Damage("odd nested blocks", json: json(nested: "1"), says: "blocks of 1"),
    Damage("no nested blocks", json: json(nested: "null"), says: "'nested_blocksize'"),
    Damage("not transposed", json: json(shape: "[12, 16]"), says: "[16, 12]", "[12, 16]"),
    Damage("no shape", json: json(shape: "null"), says: "'shape'"),
    Damage("shape of words", json: json(shape: #"["a"]"#), says: "whole numbers in 'shape'"),
    Damage("deep JSON", json: String(repeating: "[", count: 1000), says: "levels of nesting"),
    Damage("long JSON", json: String(repeating: " ", count: 5000), says: "at most 4096 bytes"),
    Damage("shape of int8", .int8, "weight", says: "shape [16, 12]", "[12, 16]") {
      TensorToWrite(name: $0, shape: [12, 16], type: .int8) {
        try [UInt8](repeating: 0, count: 192).withUnsafeBytes($0)
      }
    },
    Damage("too few row scales", .int8, "SCB", says: "16 scales", "found 1") {
      TensorToWrite(name: $0, shape: [1], values: [1])
    },
    Damage("row scales that are no numbers", .int8, "SCB", says: "finite scales", "at 1") {
      TensorToWrite(name: $0, shape: [16], values: [1] + [Float](repeating: .nan, count: 15))
    },
    Damage("another order", .int8, "weight_format", says: "row by row") {
      Damage.bytes($0, [2])
    },
  ]

  @Test(arguments: damages)
  func damagedPartsAreRefused(damage: Damage) throws {
    let weights = try QuantisedReference.weights(damage.format)
    let layer = "transformer.h.0.attn.c_attn."
    var tensors = weights.tensorsToWrite(named: Self.name)
    #expect(tensors.contains { $0.name == layer + damage.part })
    tensors.removeAll { $0.name == layer + damage.part }
    if let replacement = damage.replacement { tensors.append(replacement(layer + damage.part)) }
    let path = folder.file("damaged")
    try SafetensorsWriter.write(tensors, to: path)
    let file = try SafetensorsFile(path: path)
    let complaint = complaint { () throws(ModelFileError) in
      _ = try QuantisedWeights(
        named: Self.name, inputs: 12, outputs: 16, file: path, find: { file[$0] })
    }
    #expect(complaint?.hasPrefix(path + ": ") == true)
    for text in damage.says {
      #expect(complaint?.contains(text) == true, "\(complaint ?? "none") lacks \(text)")
    }
  }

  @Test func floatsOfFourBitsAreRefused() throws {
    let path = folder.file("fp4")
    try SafetensorsWriter.write(
      [
        Damage.bytes(Self.name, [1]),
        Damage.bytes(Self.name + ".quant_state.bitsandbytes__fp4", Array("{}".utf8)),
      ], to: path)
    let file = try SafetensorsFile(path: path)
    let complaint = complaint { () throws(ModelFileError) in
      _ = try QuantisedWeights(
        named: Self.name, inputs: 1, outputs: 2, file: path, find: { file[$0] })
    }
    #expect(complaint?.contains("found FP4") == true)
  }

  private func write(_ weights: QuantisedWeights) throws -> SafetensorsFile {
    let path = folder.file("weights")
    try SafetensorsWriter.write(weights.tensorsToWrite(named: Self.name), to: path)
    return try SafetensorsFile(path: path)
  }

  private func expect(
    _ file: SafetensorsFile, has parts: [QuantisedReference.Part], prefix: String
  ) throws {
    for part in parts {
      let tensor = try file.tensor(prefix + part.name)
      #expect(tensor.type == part.type && tensor.shape == part.shape, "\(part.name)")
      let bytes = tensor.withUnsafeBytes { Array($0) }
      #expect(bytes == QuantisedReference.bytes(of: part.bytes), "\(part.name)")
    }
  }
}
