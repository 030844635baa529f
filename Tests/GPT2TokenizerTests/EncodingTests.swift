import GPT2Tokenizer
import SeededRandom
import Testing

@Suite struct EncodingTests {
  let tokenizer: BytePairTokenizer

  init() throws { tokenizer = try SmallVocabulary.tokenizer() }

  private func ids(_ spelled: String...) -> [Int32] { spelled.map(SmallVocabulary.id) }

  @Test func mergesInOrderOfRank() {
    #expect(tokenizer.encode("") == [])
    #expect(tokenizer.encode(" the thing") == ids("Ġthe", "Ġt", "h", "ing"))
    #expect(tokenizer.encode("aaaaaaa") == ids("aaaa", "aa", "a"))
    #expect(tokenizer.encode("it's 101") == ids("i", "t", "'s", "Ġ", "10", "1"))
    #expect(tokenizer.encode("   x") == ids("ĠĠ", "Ġ", "x"))
  }

  @Test func composedAndDecomposedLettersDiffer() {
    #expect(tokenizer.encode("\u{E9}") == ids("Ã©"))
    // The accent is no letter, so the pattern parts it from its base.
    #expect(tokenizer.encode("e\u{301}") == ids("e", "Ì", "ģ"))
  }

  @Test func everyByteComesBack() throws {
    for byte in UInt8.min...UInt8.max {
      for text in [[byte], [0x20, byte], [byte, byte], [0x61, byte, 0x62]] {
        var ids: [Int32] = []
        text.withUnsafeBufferPointer { tokenizer.encode(utf8: $0, into: &ids) }
        #expect(try tokenizer.decodeBytes(ids) == text)
      }
    }
  }

  @Test(arguments: 1...20)
  func runsOfOneCharacter(length: Int) throws {
    for character in ["a", "1", " ", "\n", "é", "日", "🙂", "'", "\u{301}"] {
      let text = String(repeating: character, count: length)
      #expect(try tokenizer.decode(tokenizer.encode(text)).utf8.elementsEqual(text.utf8))
    }
    let fours = [Int32](repeating: SmallVocabulary.id("aaaa"), count: length / 4)
    let rest = [[], ids("a"), ids("aa"), ids("aa", "a")][length % 4]
    #expect(tokenizer.encode(String(repeating: "a", count: length)) == fours + rest)
  }

  @Test func mixedScriptsComeBack() throws {
    let text = "Größe 10 €, «здесь» 日本 ไทย नमस्ते 👩‍👩‍👧 \u{202E}x\r\n\0 e\u{301}\u{2028}."
    let ids = tokenizer.encode(text)
    #expect(try tokenizer.decode(ids).utf8.elementsEqual(text.utf8))
  }

  @Test func specialTokensOnlyWhereAllowed() throws {
    let text = "a<|endoftext|> the<|endoftext|><|endof"
    let plain = tokenizer.encode(text)
    #expect(!plain.contains(SmallVocabulary.endOfText))
    #expect(plain.starts(with: ids("a", "<|", "e", "n", "d", "o", "f")))
    #expect(try tokenizer.decode(plain) == text)
    let special = tokenizer.encode(text, allowSpecial: true)
    let end = SmallVocabulary.endOfText
    #expect(
      special
        == [ids("a"), [end], ids("Ġthe"), [end], ids("<|", "e", "n", "d", "o", "f")]
        .flatMap { $0 })
    #expect(try tokenizer.decode(special) == text)
  }

  /// Short and long words take different paths; both must find the lowest rank, leftmost first.
  @Test func mergesAsTheDefinitionSays() throws {
    let merges = ["ab", "bc", "aba", "ca", "abab", "bca", "aa", "aaaa", "cc", "ccc", "abcc", "bb"]
    let splits = [1, 1, 2, 1, 2, 2, 1, 2, 1, 2, 2, 1]
    var vocabulary = (UInt8.min...UInt8.max).map { [$0] }
    vocabulary += merges.map { Array($0.utf8) }
    let pieces = zip(merges, splits).map { token, middle in
      [Array(token.utf8.prefix(middle)), Array(token.utf8.dropFirst(middle))]
    }
    let ranks = Dictionary(uniqueKeysWithValues: zip(pieces, 0...))
    let rules = pieces.map { $0.map { piece in Int32(vocabulary.firstIndex(of: piece) ?? -1) } }
    let tokenizer = try BytePairTokenizer(
      vocabulary: vocabulary, merges: rules.map { MergeRule(left: $0[0], right: $0[1]) })
    var generator = SplitMix64(seed: 3)
    for round in 0..<400 {
      let length = round < 200 ? round % 20 + 1 : Int.random(in: 50...200, using: &generator)
      let word = (0..<length).map { _ in "abc".utf8.randomElement(using: &generator) ?? 0 }
      var expected = word.map { [$0] }
      while true {
        let found = zip(expected, expected.dropFirst()).map { ranks[[$0, $1]] ?? Int.max }
        guard let lowest = found.min(), lowest < Int.max,
          let index = found.firstIndex(of: lowest)
        else { break }
        expected[index] += expected.remove(at: index + 1)
      }
      let tokens = tokenizer.encode(String(decoding: word, as: UTF8.self)).map {
        tokenizer.token($0) ?? []
      }
      #expect(tokens == expected)
    }
  }

  @Test func giantWordsComeBack() throws {
    for character in ["a", "日", "x"] {
      let text = String(repeating: character, count: 20_000)
      let ids = tokenizer.encode(text)
      #expect(ids.count == (character == "a" ? 5_000 : text.utf8.count))
      #expect(try tokenizer.decodeBytes(ids).elementsEqual(text.utf8))
    }
  }

  /// Words at the end of a buffer are read byte by byte, others sixteen bytes at once.
  @Test func placeInTheTextDoesNotMatter() {
    for length in 1...17 {
      let word = String("thingamajigsinging".prefix(length))
      let alone = tokenizer.encode(word)
      #expect(tokenizer.encode("\(word)\n\(word)\n") == alone + ids("Ċ") + alone + ids("Ċ"))
      #expect(tokenizer.encode("\(word)." + String(repeating: "?", count: 40)).starts(with: alone))
    }
  }

  /// Words of at most four tokens are remembered; these differ in one byte, at either end of the
  /// first and the second eight.
  @Test func similarWordsAreKeptApart() throws {
    var words: [String] = []
    for first in "bcdefgh" {
      words += ["\(first)", "aaaa\(first)", "aaaaaaaaaaaa\(first)"]
      for second in "bcdefgh" {
        words += ["\(first)aaaa\(second)", "\(first)aaaaaaaa\(second)"]
        words += ["aaaa\(first)\(second)", "aaaaaaaa\(first)\(second)"]
      }
    }
    for word in words { #expect(try tokenizer.decode(tokenizer.encode(word)) == word) }
    let text = words.joined(separator: "\n")
    #expect(try tokenizer.decode(tokenizer.encode(text)) == text)
  }

  @Test func threadsShareATokenizer() async {
    let tokenizer = tokenizer
    let texts = (0..<300).map { "the \($0) thing's \($0 * 7919) being aaaa\($0)" }
    let expected = texts.map { tokenizer.encode($0) }
    await withTaskGroup(of: [[Int32]].self) { group in
      for _ in 0..<8 { group.addTask { texts.map { tokenizer.encode($0) } } }
      for await ids in group { #expect(ids == expected) }
    }
  }

  @Test func appendsToIds() {
    var ids: [Int32] = [7]
    var text = " the"
    text.withUTF8 { tokenizer.encode(utf8: $0, into: &ids) }
    #expect(ids == [7, SmallVocabulary.id("Ġthe")])
    tokenizer.encode(utf8: UnsafeBufferPointer(start: nil, count: 0), into: &ids)
    #expect(ids.count == 2)
  }
}
