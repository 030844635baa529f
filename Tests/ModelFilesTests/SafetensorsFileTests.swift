import Files
import ModelFiles
import TestFiles
import Testing

@Suite struct SafetensorsFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func open(_ bytes: [UInt8]) throws -> SafetensorsFile {
    try SafetensorsFile(path: folder.file("x.safetensors", bytes))
  }

  // MARK: Right files

  @Test func readsTensorsInTheOrderOfTheirData() throws {
    let data: [UInt8] = [0, 0, 128, 63, 0, 0, 0, 192, 7, 255, 1]
    let file = try open(
      safetensors(
        #"""
         {"__metadata__" : {"format":"pt", "é":"\u00e9\ud83d\ude00\n\"\\\/"},
          "later":{"data_offsets":[8,11],"dtype":"U8","shape":[3]},
          "nothing":{"dtype":"I64","shape":[4,0],"data_offsets":[8,8]},
          "first":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}
        """#, data: data))
    #expect(file.metadata == ["format": "pt", "é": "é😀\n\"\\/"])
    #expect(file.tensors.map(\.name) == ["first", "nothing", "later"])
    let first = try file.tensor("first")
    #expect(first.shape == [1, 2] && first.type == .float32 && first.elementCount == 2)
    #expect(try first.floats() == [1, -2])
    let nothing = try file.tensor("nothing")
    #expect(nothing.shape == [4, 0] && nothing.elementCount == 0 && nothing.byteCount == 0)
    #expect(file["later"]?.withUnsafeBytes { Array($0) } == [7, 255, 1])
    #expect(file["First"] == nil)
    #expect(throws: ModelFileError.missingTensor("second", file: file.path)) {
      try file.tensor("second")
    }
  }

  @Test func noTensors() throws {
    let file = try open(safetensors("{}", data: []))
    #expect(file.tensors.isEmpty && file.metadata.isEmpty)
  }

  @Test func namesAreComparedByTheirBytes() throws {
    let file = try open(
      safetensors(
        "{\"\u{e9}\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]},"
          + "\"e\u{301}\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[1,2]}}", data: [1, 2]))
    #expect(file["\u{e9}"]?.withUnsafeBytes(\.first) == 1)
    #expect(file["e\u{301}"]?.withUnsafeBytes(\.first) == 2)
  }

  @Test func tensorOutlivesItsFile() throws {
    var tensor: StoredTensor?
    do {
      tensor = try open(
        safetensors(#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#, data: [5, 6]))["a"]
    }
    try AtomicFile.write(to: folder.file("x.safetensors")) { try $0.write("gone") }
    #expect(tensor?.withUnsafeBytes { Array($0) } == [5, 6])
  }

  // MARK: Elements

  @Test func convertsEveryFloatingPointType() throws {
    let doubles = withUnsafeBytes(of: (0.1, -1e300), Array.init)
    let halves: [UInt8] = [0x00, 0x3c, 0x01, 0x00, 0x00, 0xfc]  // 1, 2^-24, -infinity
    let brains: [UInt8] = [0x80, 0x3f, 0x01, 0x00]  // 1, the smallest subnormal
    let file = try open(
      safetensors(
        #"""
        {"odd":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},
        "f64":{"dtype":"F64","shape":[2],"data_offsets":[1,17]},
        "f16":{"dtype":"F16","shape":[3],"data_offsets":[17,23]},
        "bf16":{"dtype":"BF16","shape":[2],"data_offsets":[23,27]},
        "f32":{"dtype":"F32","shape":[],"data_offsets":[27,31]}}
        """#, data: [9] + doubles + halves + brains + [0, 0, 32, 64]))
    #expect(try file.tensor("f64").floats() == [0.1, -.infinity])
    #expect(try file.tensor("f16").floats() == [1, 0x1p-24, -.infinity])
    #expect(try file.tensor("bf16").floats() == [1, Float(bitPattern: 0x1_0000)])
    #expect(try file.tensor("f32").floats() == [2.5])
  }

  @Test func inPlaceOnlyWhenAligned() throws {
    let header = #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    for padding in 0..<4 {
      let text = header + String(repeating: " ", count: padding)
      let tensor = try open(safetensors(text, data: [0, 0, 32, 64])).tensor("a")
      #expect(tensor.isInPlaceFloat32 == (text.utf8.count % 4 == 0))
      #expect(try tensor.floats() == [2.5])
    }
  }

  @Test func refusesFloatsOfIntegersAndOfTheWrongCount() throws {
    let file = try open(
      safetensors(
        #"""
        {"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},
        "b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}
        """#, data: [0, 0, 0, 0, 0, 0, 32, 64]))
    let (a, b, path) = (try file.tensor("a"), try file.tensor("b"), file.path)
    #expect(throws: ModelFileError.notFloatingPoint(tensor: "a", type: .int32, file: path)) {
      try a.floats()
    }
    var room: [Float] = [3, 3]
    #expect(throws: ModelFileError.elementCount(tensor: "b", expected: 2, found: 1, file: path)) {
      try room.withUnsafeMutableBufferPointer { try b.copyFloats(into: $0) }
    }
    #expect(room == [3, 3])
  }
}
