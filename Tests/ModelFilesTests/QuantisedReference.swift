import GPT2Kernels
import ModelFiles

/// A matrix of 12 inputs and 16 outputs as bitsandbytes 0.50.2 quantises and stores it, transposed:
/// `quantize_4bit(compress_statistics=True)` and `QuantState.as_dict(packed=True)`, and
/// `int8_vectorwise_quant`.
enum QuantisedReference {
  struct Part {
    let name: String
    let type: ElementType
    let shape: [Int]
    /// In hexadecimal digits, or after `=` as text.
    let bytes: String
  }

  static let nf4 = [
    Part(
      name: "", type: .uint8, shape: [96, 1],
      bytes: """
        0c9777752fc9777641eb8777530d98777530b8777641eb8777630da877762fc9\
        777652fc8777631ea877752fc9777652eb8777641eb8777520d9877741eb8777\
        641ea8777530da877641fc9777640ea8777630ea777652fc9777631eb8777631
        """),
    Part(name: ".absmax", type: .uint8, shape: [3], bytes: "efc700"),
    Part(name: ".nested_absmax", type: .float32, shape: [1], bytes: "d003593d"),
    Part(
      name: ".quant_state.bitsandbytes__nf4", type: .uint8, shape: [166],
      bytes: #"={"quant_type": "nf4", "blocksize": 64, "dtype": "float32", "shape": [16, 12], "#
        + #""nested_blocksize": 256, "nested_dtype": "float32", "nested_offset": 0.9585683941841125}"#
    ),
  ]

  static let int8 = [
    Part(
      name: "weight", type: .int8, shape: [16, 12],
      bytes: """
        813c16050000fbeac37d3a150200fef2cf897f36100200feecc783461a060000fcebc58139120300fff5d89d7f38\
        120300fdedc7815521080100fdecb07f39130300fff8e0ae7d380c0100fdefc98166290b0100fae7bd7f3b150400\
        00fae6bc7c340f0200fef0ca817a330f0000fcebc5814018050000fbd5967f37110200fff3d3937c1e070000fcec\
        c6814c1d0700fff7dda77f38130300fff7dc845d250a0100fdeec8815b24040000f9e4b67f3a14040000f0cb846f\
        2e0d0100feefc981
        """),
    Part(
      name: "SCB", type: .float32, shape: [16],
      bytes: """
        dffe7f3f02c1393f21de703f958d4a3febab593f36ae603fda08483fabb7733f\
        8360373fd75a783fa105443fec12653ff76c553f51d1523f80d4673fdd8e413f
        """),
    Part(name: "weight_format", type: .uint8, shape: [], bytes: "00"),
  ]

  static func bytes(of text: String) -> [UInt8] {
    guard !text.hasPrefix("=") else { return Array(text.utf8.dropFirst()) }
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  static func weights(
    _ format: QuantisationFormat, doubleQuantising: Bool = true
  ) throws -> QuantisedWeights {
    let values = (0..<12 * 16).map { index in
      let hash = (UInt64(index) * 2_654_435_761 + 12345) & 0xffff_ffff
      let u = Double(hash) / 2_147_483_648 - 1
      return Float(u * u * u)
    }
    return try QuantisedWeights(
      Matrix(rows: 12, columns: 16, values), format: format, doubleQuantising: doubleQuantising)
  }
}
