import ModelFiles
import SeededRandom
import TestFiles
import Testing

@Suite struct MalformedSafetensorsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]
    /// What the message must say besides the file.
    let says: [String]

    init(_ description: String, _ bytes: [UInt8], says: String...) {
      testDescription = description
      self.bytes = bytes
      self.says = says
    }

    init(_ description: String, _ header: String, data: Int = 4, says: String...) {
      testDescription = description
      bytes = safetensors(header, data: [UInt8](repeating: 0, count: data))
      self.says = says
    }
  }

  static let a = #""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#

  static let cases = [
    Case("empty file", [], says: "byte 0", "found 0 bytes"),
    Case("half a length", [1, 2, 3], says: "byte 0", "found 3 bytes"),
    Case(
      "length 2^63", [0, 0, 0, 0, 0, 0, 0, 128] + Array("{}".utf8),
      says: "at most 100000000", "found 9223372036854775808"),
    Case("length past the end", [3, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8), says: "3 bytes"),
    Case("no header", "", data: 0, says: "byte 8", "JSON object", "found the end"),
    Case("no object", "[1]", says: "byte 8", "JSON object", "'['"),
    Case("cut", "{\(a)", says: "byte \(9 + a.utf8.count)", "',' or '}'", "the end"),
    Case("text after the object", "{\(a)}x", says: "the end of the JSON text", "'x'"),
    Case("comma at the end", "{\(a),}", says: "a key in quotes", "'}'"),
    Case("bare word", #"{"a": oops}"#, says: "byte 14", "a JSON object", "'oops'"),
    Case(
      "not UTF-8", safetensors(header: [0x7b, 0x22, 0xff, 0x22, 0x3a], data: []),
      says: "byte 10", "UTF-8"),
    Case("control character", "{\"a\n\":1}", says: "control character"),
    Case("bad escape", #"{"a\x":1}"#, says: "byte 11", "an escape sequence"),
    Case("lone surrogate", #"{"a\ud800":1}"#, says: "byte 11", "a pair of surrogates"),
    Case("short escape", #"{"\u12"#, says: "four hexadecimal digits"),
    Case("tensor twice", "{\(a),\(a)}", says: "tensor 'a' is there twice"),
    Case(
      "metadata twice", #"{"__metadata__":{},"__metadata__":{}}"#, data: 0, says: "twice"),
    Case("metadata key twice", #"{"__metadata__":{"k":"","k":""}}"#, data: 0, says: "'k'"),
    Case("metadata not a string", #"{"__metadata__":{"k":1}}"#, data: 0, says: "in quotes", "'1'"),
    Case(
      "field twice", #"{"a":{"dtype":"F32","dtype":"F32"}}"#, says: "once each", "there is 'dtype'"),
    Case("unknown field", #"{"a":{"dtype":"F32","scale":1}}"#, says: "there is 'scale'"),
    Case("no dtype", #"{"a":{"shape":[1],"data_offsets":[0,4]}}"#, says: "'a'", "no 'dtype'"),
    Case("no shape", #"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, says: "no 'shape'"),
    Case("no offsets", #"{"a":{"dtype":"F32","shape":[1]}}"#, says: "no 'data_offsets'"),
    Case(
      "unknown type", #"{"a":{"dtype":"Q7","shape":[1],"data_offsets":[0,4]}}"#,
      says: "tensor 'a' has element type 'Q7'", "BF16"),
    Case(
      "negative dimension", #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
      says: "a whole number", "'-1'"),
    Case(
      "fraction", #"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#,
      says: "a whole number", "'1.0'"),
    Case(
      "leading zero", #"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}"#,
      says: "a whole number", "'01'"),
    Case(
      "dimension 2^63",
      #"{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}"#,
      says: "a whole number from 0 to 9223372036854775807"),
    Case(
      "product overflows",
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#,
      says: "tensor 'a'", "below 2^63 bytes", "[4611686018427387904, 4]"),
    Case(
      "bytes overflow",
      #"{"a":{"dtype":"F64","shape":[4611686018427387904],"data_offsets":[0,4]}}"#,
      says: "below 2^63 bytes"),
    Case(
      "shape and offsets disagree", #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
      says: "expected 8 bytes for shape [2] of F32", "found 4 bytes"),
    Case(
      "offsets reversed", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
      says: "begin <= end", "[4, 0]"),
    Case(
      "three offsets", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#,
      says: "[begin, end]", "[0, 4, 8]"),
    Case("one byte missing", "{\(a)}", data: 3, says: "expected 4 bytes of tensor data", "found 3"),
    Case(
      "one byte too many", "{\(a)}", data: 5, says: "expected 4 bytes of tensor data", "found 5"),
    Case(
      "overlap", #"{\#(a),"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#, data: 6,
      says: "tensor 'b'", "from offset 4", "found offset 2"),
    Case(
      "gap", #"{\#(a),"b":{"dtype":"F32","shape":[1],"data_offsets":[5,9]}}"#, data: 9,
      says: "tensor 'b'", "from offset 4", "found offset 5"),
    Case(
      "gap at the start", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, data: 8,
      says: "from offset 0", "found offset 4"),
  ]

  @Test(arguments: cases)
  func isRefusedWithASentence(_ example: Case) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("x.safetensors", example.bytes)
    let message = try #require(
      complaint { () throws(ModelFileError) in _ = try SafetensorsFile(path: path) })
    #expect(message.hasPrefix("\(path): "))
    #expect(message.hasSuffix("."))
    for part in example.says { #expect(message.contains(part)) }
  }

  @Test func namesInMessagesAreTamed() throws {
    let folder = try TemporaryFolder()
    let name = #"\u001b[2J\n"# + String(repeating: "x", count: 5000)
    let header = #"{"\#(name)":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#
    let path = try folder.file("x.safetensors", safetensors(header, data: [0, 0, 0, 0]))
    let message = try #require(
      complaint { () throws(ModelFileError) in _ = try SafetensorsFile(path: path) })
    #expect(message.contains(#"'\u{1b}[2J\u{a}xxx"#))
    #expect(message.utf8.count < path.utf8.count + 500)
  }

  /// Whatever happens to a file, opening it ends in an error or in tensors within the file.
  @Test func surviveDamage() throws {
    let folder = try TemporaryFolder()
    let names = ["h.0.attn.c_attn.weight", "e\u{301}\n", "wte.weight", "score.bias"]
    try SafetensorsWriter.write(
      names.enumerated().map { index, name in
        TensorToWrite(
          name: name, shape: [index, 3], type: [.float32, .float16, .bfloat16, .float64][index],
          values: [Float](repeating: 1.5, count: 3 * index))
      }, to: folder.file("valid"))
    let valid = try folder.contents(of: "valid")
    var random = SplitMix64(seed: 2019)
    var refused = 0
    for round in 0..<3000 {
      var bytes = valid
      switch round % 3 {
      case 0:  // flip bits
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let index = Int.random(in: 0..<bytes.count, using: &random)
          bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
      case 1:  // cut, or repeat the beginning
        let count = Int.random(in: 0...bytes.count, using: &random)
        bytes = Bool.random(using: &random) ? Array(bytes[..<count]) : bytes + bytes[..<count]
      default:  // put another character of JSON into the header
        let header = Int(bytes[0]) + Int(bytes[1]) << 8
        let index = Int.random(in: 8..<(8 + header), using: &random)
        bytes[index] = Array(#"{}[]:,"\0123456789-.eE u"#.utf8).randomElement(using: &random) ?? 0
      }
      do {
        let path = try folder.file("damaged", bytes)
        for tensor in try SafetensorsFile(path: path).tensors {
          #expect(tensor.byteOffset + tensor.byteCount <= bytes.count)
          if tensor.type.isFloatingPoint { _ = try tensor.floats() }
        }
      } catch let error as ModelFileError {
        refused += 1
        #expect(error.description.contains("damaged"))
      }
    }
    #expect(refused > 1000)
  }
}
