import Dispatch
import Files
import Testing

@Suite struct SHA256SumTests {
  // FIPS 180-4 example values, as published with the standard.
  static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func publishedValues() {
    #expect(SHA256Sum.of("") == Self.empty)
    #expect(SHA256Sum.of("abc") == Self.abc)
  }

  @Test func oneFileHasItsOwnSum() {
    #expect(SHA256Sum.joining([Self.abc]) == Self.abc)
    #expect(SHA256Sum.joining(["a", "b"]) == SHA256Sum.of("a\nb"))
  }

  @Test func piecesAddUp() {
    var sum = SHA256Sum()
    #expect(sum.hexadecimal == Self.empty)
    sum.update(Array("xab".utf8)[1...])
    withUnsafeBytes(of: UInt8(ascii: "c")) { sum.update($0) }
    #expect(sum.hexadecimal == Self.abc)
    sum.update(UnsafeRawBufferPointer(start: nil, count: 0))
    #expect(sum.hexadecimal == Self.abc)
  }

  /// FIPS 180-4's message of two blocks, and one byte more than fits into a block with its length.
  @Test func blockBoundaries() {
    #expect(
      SHA256Sum.of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    for length in [55, 56, 63, 64, 65, 127, 128] {
      let bytes = (0..<length).map { UInt8($0) }
      var sum = SHA256Sum()
      for byte in bytes { sum.update([byte]) }
      #expect(sum.hexadecimal == bytes.withUnsafeBytes { SHA256Sum.of($0) }, "\(length) bytes")
    }
  }

  @Test func threadsHaveSumsOfTheirOwn() {
    let texts = (0..<64).map { String(repeating: "\($0) ", count: 1000) }
    let expected = texts.map { SHA256Sum.of($0) }
    DispatchQueue.concurrentPerform(iterations: texts.count) { index in
      for _ in 0..<20 {
        #expect(SHA256Sum.of(texts[index]) == expected[index])
      }
    }
  }
}
