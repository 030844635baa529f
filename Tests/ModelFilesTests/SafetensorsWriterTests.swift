import Files
import ModelFiles
import TestFiles
import Testing

@Suite struct SafetensorsWriterTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var path: String { folder.file("x.safetensors") }

  @Test func writesTheFormat() throws {
    let digest = try SafetensorsWriter.write(
      [TensorToWrite(name: "b", shape: [2], values: [1, -2])], metadata: ["k\"\u{1}é": "v\\"],
      to: path)
    let header =
      #"{"__metadata__":{"k\"\u0001é":"v\\"},"#
      + #""b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    let padding = String(repeating: " ", count: 128 - 8 - header.utf8.count)
    let expected = safetensors(header + padding, data: [0, 0, 128, 63, 0, 0, 0, 192])
    #expect(try folder.contents(of: "x.safetensors") == expected)
    #expect(digest.byteCount == expected.count)
    #expect(try FileDigest.of(path: path) == digest)
  }

  @Test func everyTypeComesBack() throws {
    let values: [Float] = [0, -0.0, 1, -1.5, 0x1p-24, 0x1p-14, 3.140625, .infinity]
    let types: [ElementType] = [.float64, .float32, .float16, .bfloat16]
    let integers: [Int64] = [.min, -1, 0, .max]
    var tensors = types.map {
      TensorToWrite(name: $0.rawValue, shape: [2, 4], type: $0, values: values)
    }
    tensors.append(
      TensorToWrite(name: "steps", shape: [4], type: .int64) { consume in
        try integers.withUnsafeBytes(consume)
      })
    tensors.append(TensorToWrite(name: "none", shape: [0, 7], values: []))
    tensors.append(TensorToWrite(name: "scalar", shape: [], values: [7]))
    try SafetensorsWriter.write(tensors, to: path)

    let file = try SafetensorsFile(path: path)
    #expect(file.metadata == ["format": "pt"])
    #expect(file.tensors.count == tensors.count)
    for type in types {
      let tensor = try file.tensor(type.rawValue)
      #expect(tensor.type == type && tensor.shape == [2, 4])
      // 2^-24 and the rest are exact in each of these types.
      #expect(try tensor.floats().map(\.bitPattern) == values.map(\.bitPattern))
    }
    #expect(
      try file.tensor("steps").withUnsafeBytes { Array($0.bindMemory(to: Int64.self)) }
        == integers)
    #expect(try file.tensor("none").shape == [0, 7])
    #expect(try file.tensor("scalar").floats() == [7])
  }

  @Test func sameFileWhateverTheOrder() throws {
    let tensors = ["h.10", "h.2", "a", "\u{e9}", "e\u{301}"].map {
      TensorToWrite(name: $0, shape: [3], values: [1, 2, Float($0.utf8.count)])
    }
    let metadata = ["format": "pt", "x": "1", "y": "2"]
    let first = try SafetensorsWriter.write(tensors, metadata: metadata, to: path)
    let second = try SafetensorsWriter.write(tensors.reversed(), metadata: metadata, to: path)
    #expect(first == second)
    #expect(
      try SafetensorsFile(path: path).tensors.map { Array($0.name.utf8) }
        == ["a", "e\u{301}", "h.10", "h.2", "\u{e9}"].map { Array($0.utf8) })
  }

  @Test func everyTensorIsAligned() throws {
    try SafetensorsWriter.write(
      [
        TensorToWrite(name: "a", shape: [3], type: .uint8) { consume in
          try ([1, 2, 3] as [UInt8]).withUnsafeBytes(consume)
        },
        TensorToWrite(name: "b", shape: [1], type: .bfloat16, values: [1]),
        TensorToWrite(name: "c", shape: [2], values: [1, 2]),
        TensorToWrite(name: "d", shape: [1], type: .float64, values: [1]),
        TensorToWrite(name: "e", shape: [4, 8], values: [Float](repeating: 1, count: 32)),
        TensorToWrite(
          name: "f", shape: [32], type: .float16, values: [Float](repeating: 1, count: 32)),
      ], to: path)
    let file = try SafetensorsFile(path: path)
    #expect(file.tensors.map(\.name) == ["e", "f", "d", "c", "b", "a"])
    for tensor in file.tensors {
      #expect(tensor.byteOffset.isMultiple(of: tensor.type.byteCount))
      if tensor.byteCount.isMultiple(of: 64) { #expect(tensor.byteOffset.isMultiple(of: 64)) }
    }
  }

  @Test func providerMayGiveSeveralPieces() throws {
    let values = (0..<100_000).map { Float($0) / 8 }
    for type in [ElementType.float32, .bfloat16] {
      try SafetensorsWriter.write(
        [
          TensorToWrite(name: "whole", shape: [100_000], type: type, values: values),
          TensorToWrite(name: "pieces", shape: [100_000], type: type) { consume in
            for start in stride(from: 0, to: values.count, by: 30_001) {
              let end = min(start + 30_001, values.count)
              try values[start..<end].withUnsafeBufferPointer(consume)
            }
          },
        ], to: path)
      let file = try SafetensorsFile(path: path)
      let whole = try file.tensor("whole").floats()
      #expect(try file.tensor("pieces").floats() == whole)
      #expect(
        whole == values.map { type == .float32 ? $0 : roundedToBFloat16($0) })
    }
  }

  private func roundedToBFloat16(_ value: Float) -> Float {
    FloatConversion.widenBFloat16(FloatConversion.narrowToBFloat16(value))
  }

  @Test func copiesStoredTensors() throws {
    try SafetensorsWriter.write(
      [TensorToWrite(name: "a", shape: [2], type: .float16, values: [1, .nan])], to: path)
    let stored = try SafetensorsFile(path: path).tensor("a")
    let other = folder.file("y.safetensors")
    try SafetensorsWriter.write(
      [TensorToWrite(copying: stored), TensorToWrite(copying: stored, name: "b")], to: other)
    let copies = try SafetensorsFile(path: other)
    for name in ["a", "b"] {
      let copy = try copies.tensor(name)
      #expect(copy.type == .float16 && copy.shape == [2])
      #expect(copy.withUnsafeBytes { Array($0) } == stored.withUnsafeBytes { Array($0) })
    }
  }

  @Test func refusesWhatItCannotWriteAndKeepsTheOldFile() throws {
    try folder.file("x.safetensors", [1, 2, 3])
    let good = TensorToWrite(name: "a", shape: [1], values: [1])
    let cases: [([TensorToWrite], String)] = [
      ([good, good], "given twice"),
      ([TensorToWrite(name: "__metadata__", shape: [1], values: [1])], "reserved"),
      ([TensorToWrite(name: "a", shape: [-1], values: [])], "shape [-1] is negative"),
      ([TensorToWrite(name: "a", shape: [.max, 2], values: [])], "too large"),
      ([TensorToWrite(name: "a", shape: [3], values: [1, 2])], "gave 8 bytes, expected 12"),
      ([TensorToWrite(name: "a", shape: [1], values: [1, 2])], "more than shape [1] holds"),
      ([good, TensorToWrite(name: "b", shape: [1], type: .float16, values: [65520])], "too large"),
      ([TensorToWrite(name: "b", shape: [1], type: .bfloat16, values: [-3.4e38])], "too large"),
    ]
    for (tensors, problem) in cases {
      let error = #expect(throws: ModelFileError.self) {
        try SafetensorsWriter.write(tensors, to: path)
      }
      #expect(error?.description.contains(problem) == true)
      #expect(error?.description.hasPrefix("\(path): tensor '") == true)
      #expect(try folder.contents(of: "x.safetensors") == [1, 2, 3])
      #expect(try folder.names() == ["x.safetensors"])
    }
  }

  @Test func largestValuesAreNotTooLarge() throws {
    try SafetensorsWriter.write(
      [
        TensorToWrite(name: "f16", shape: [2], type: .float16, values: [65519, -.infinity]),
        TensorToWrite(name: "bf16", shape: [2], type: .bfloat16, values: [-3.39e38, .nan]),
      ], to: path)
    let file = try SafetensorsFile(path: path)
    #expect(try file.tensor("f16").floats() == [65504, -.infinity])
    #expect(try file.tensor("bf16").floats()[0].isFinite)
  }
}
