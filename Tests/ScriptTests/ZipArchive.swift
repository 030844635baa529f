/// A zip archive of one uncompressed file. Source: PKWARE APPNOTE.TXT 6.3, section 4.3.
enum ZipArchive {
  static func storing(_ content: [UInt8], as name: String) -> [UInt8] {
    let size = UInt32(content.count)
    // Version 2.0, no flags, stored, midnight of 1 January 1980.
    var fields = little(UInt16(20)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0))
    fields += little(UInt16(0x21)) + little(crc32(content)) + little(size) + little(size)
    fields += little(UInt16(name.utf8.count)) + little(UInt16(0))
    let local = little(UInt32(0x0403_4b50)) + fields + Array(name.utf8) + content

    var directory = little(UInt32(0x0201_4b50)) + little(UInt16(20)) + fields
    // No comment, first disk, no attributes, and the offset of the local header: 0.
    directory += [UInt8](repeating: 0, count: 14) + Array(name.utf8)

    var end = little(UInt32(0x0605_4b50)) + little(UInt32(0))
    end += little(UInt16(1)) + little(UInt16(1)) + little(UInt32(directory.count))
    end += little(UInt32(local.count)) + little(UInt16(0))
    return local + directory + end
  }

  private static func little(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in
        (rest >> 1) ^ (rest & 1 == 1 ? 0xedb8_8320 : 0)
      }
    }
  }
}
