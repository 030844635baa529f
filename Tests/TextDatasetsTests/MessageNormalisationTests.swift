import Testing
import TextDatasets

@Suite struct MessageNormalisationTests {
  // The right-hand sides are Python's
  // re.sub(r"\W", "", re.sub(r"\d", "0", html.unescape(text).lower())).
  @Test(arguments: [
    ("Call 0800-555 NOW!!", "call0000000now"),
    ("&lt;#&gt; &amp;amp; x", "ampx"),
    (
      "caf&eacute; &#233; &#xE9; &notit; &unknown; &amp &#99999999999; &#x; &#; a&b &",
      "caféééitunknownxab"
    ),
    ("Straße ÄÖ ٣ ² _x", "straßeäö0²_x"),
    ("z\u{200B}ero\u{FE0F} 👍", "zero"),
  ])
  func keyIsPythons(text: String, key: String) {
    #expect(MessageNormalisation.key(text).bytes == Array(key.utf8))
  }

  @Test func aTextWithoutLettersStandsForItself() {
    #expect(MessageNormalisation.key(":-)").bytes == Array(":-)".utf8))
    #expect(MessageNormalisation.key(":-)") != MessageNormalisation.key(":)"))
    #expect(MessageNormalisation.key("&amp;").bytes == Array("&amp;".utf8))
    #expect(MessageNormalisation.key("").bytes.isEmpty)
  }

  @Test func groupsAreNumberedByFirstAppearance() {
    let groups = MessageGroups(texts: ["Win 5!", "ok", "win 7", ":)", "OK.", ":-)"])
    #expect(groups.groupOf == [0, 1, 0, 2, 1, 3])
    #expect(groups.count == 4)
    let counts = DuplicateCounts(groups: groups, labels: [0, 0, 1, 0, 0, 0])
    #expect(counts.groups == 2)
    #expect(counts.messages == 4)
    #expect(counts.mixedLabelGroups == 1)
    #expect(MessageGroups(ungrouped: 3).groupOf == [0, 1, 2])
  }
}
