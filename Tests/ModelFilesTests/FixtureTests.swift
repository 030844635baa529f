import Foundation
import ModelFiles
import TestFiles
import Testing

/// Files of other writers: the safetensors library, Transformers and PEFT.
@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct FixtureTests {
  let root: String

  init() throws {
    root = try #require(Fixtures.folder)
  }

  private struct Verdicts: Decodable {
    struct Case: Decodable {
      let path: String
      let must: String
    }
    let cases: [Case]
  }

  @Test func malformedFilesGetTheirVerdict() throws {
    let cases = try Fixtures.decode("malformed/cases.json", as: Verdicts.self).cases
      .filter { $0.path.hasPrefix("safetensors/") }
    #expect(cases.count >= 23)
    for example in cases {
      let path = "\(root)/malformed/\(example.path)"
      let message = complaint { () throws(ModelFileError) in
        for tensor in try SafetensorsFile(path: path).tensors { _ = try tensor.floats() }
      }
      #expect((message == nil) == (example.must == "accept"), "\(example.path)")
      if let message { #expect(message.hasPrefix("\(path): ")) }
    }
  }

  @Test(arguments: [
    ("tiny/hf", 40), ("tiny/hf-hub", 43), ("tiny/hf-sharded", 40), ("tiny/hf-f16", 40),
    ("tiny/hf-bf16", 40), ("tiny/hf-seqcls", 41), ("deep12/hf", 148), ("deep12/hf-hub", 160),
  ])
  func everyTensorReads(_ folder: String, _ count: Int) throws {
    let collection = try TensorCollection(path: "\(root)/\(folder)")
    #expect(collection.tensors.count == count)
    for tensor in collection.tensors {
      #expect(try tensor.floats().count == tensor.shape.reduce(1, *))
      #expect(collection[tensor.name]?.byteOffset == tensor.byteOffset)
    }
  }

  @Test(arguments: ["hf-hub", "hf-sharded", "hf-f16", "hf-bf16"])
  func layoutsOfOneModelAgree(_ folder: String) throws {
    let original = try TensorCollection(path: "\(root)/tiny/hf")
    let other = try TensorCollection(path: "\(root)/tiny/\(folder)")
    let prefix = "transformer."
    for tensor in original.tensors {
      let twin = try other.tensor(
        folder == "hf-hub" ? String(tensor.name.dropFirst(prefix.count)) : tensor.name)
      #expect(twin.shape == tensor.shape)
      let expected = try tensor.floats().map { value in
        switch twin.type {
        case .float16:
          FloatConversion.widenFloat16(FloatConversion.narrowToFloat16(value)).bitPattern
        case .bfloat16:
          FloatConversion.widenBFloat16(FloatConversion.narrowToBFloat16(value)).bitPattern
        default: value.bitPattern
        }
      }
      #expect(try twin.floats().map(\.bitPattern) == expected, "\(tensor.name)")
    }
  }

  /// Rounding and layout agree with PyTorch's to the byte.
  @Test(arguments: [("hf-f16", ElementType.float16), ("hf-bf16", .bfloat16)])
  func writesTheSameHalves(_ folder: String, _ type: ElementType) throws {
    let temporary = try TemporaryFolder()
    let path = temporary.file("model.safetensors")
    try SafetensorsWriter.write(
      TensorCollection(path: "\(root)/tiny/hf").tensors.map { tensor in
        TensorToWrite(
          name: tensor.name, shape: tensor.shape, type: type, values: try tensor.floats())
      }, to: path)
    let written = try SafetensorsFile(path: path)
    for tensor in try TensorCollection(path: "\(root)/tiny/\(folder)").tensors {
      let ours = try written.tensor(tensor.name)
      #expect(ours.type == tensor.type && ours.shape == tensor.shape)
      #expect(ours.withUnsafeBytes { Array($0) } == tensor.withUnsafeBytes { Array($0) })
    }
  }

  @Test func everySafetensorsFileReads() throws {
    var count = 0
    for case let name as String in try #require(FileManager.default.enumerator(atPath: root))
    where name.hasSuffix(".safetensors") && !name.hasPrefix("malformed/") {
      count += 1
      for tensor in try SafetensorsFile(path: "\(root)/\(name)").tensors
      where tensor.type.isFloatingPoint {
        #expect(try tensor.floats().count == tensor.elementCount)
      }
    }
    #expect(count > 40)
  }
}
