import Digests
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
  }
}
