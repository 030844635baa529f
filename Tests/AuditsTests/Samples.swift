import Audits
import ClassificationMetrics

/// Ham is class 0, spam class 1 and positive.
let classes = ClassSet(["ham", "spam"], positive: 1)

/// Messages and how probable spam is for each of them.
func audited(
  _ messages: [(text: String, isSpam: Bool, spam: Double)],
  decision: DecisionRule = DecisionRule()
) -> AuditedMessages {
  AuditedMessages(
    texts: messages.map(\.text), labels: messages.map { $0.isSpam ? 1 : 0 },
    rows: messages.indices.map { 10 * ($0 + 1) },
    classes: classes, probabilities: messages.map { [1 - $0.spam, $0.spam] },
    decision: decision)
}

/// A model that finds spam by a look at the text: 0.9 for yes and 0.1 for no.
struct Oracle {
  let isSpam: (String) -> Bool

  func scores(_ texts: [String]) -> [[Double]] {
    texts.map { isSpam($0) ? [0.1, 0.9] : [0.9, 0.1] }
  }

  /// Labelled messages with the oracle's answers.
  func audited(_ messages: [(text: String, isSpam: Bool)]) -> AuditedMessages {
    AuditedMessages(
      texts: messages.map(\.text), labels: messages.map { $0.isSpam ? 1 : 0 },
      rows: messages.indices.map { $0 + 1 }, classes: classes,
      probabilities: scores(messages.map(\.text)))
  }
}

/// Texts with what masks and disguises have to do with.
let variedTexts = [
  "WIN a £1,000 prize!!! Call 09061701461 now or visit http://win.example/x?y=1 today",
  "ok lar... see u at 5", "http://a.example", "www.x.com", "See WWW.X.COM, then é.com.", "", " ",
  "¡Olé! ГОРОД ٠١٢٣٤٥ 中文http://x.example。后面 naïve café e\u{301}t ΣΊΣΥΦΟΣ",
  "no.company .com x.company",
  "mail me: joe@mail.example.co.uk!!", "😀😀 12345 👨‍👩‍👧 $5 €6 ¥7 ₹8", "ǅ İstanbul ß ﬃ",
  "a\nb\thttp://c.net\n",
  "a www.b.com c http://d.org", "price 1.50 and 2,50",
]
