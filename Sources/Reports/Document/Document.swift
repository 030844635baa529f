import ClassificationMetrics

/// What there is to say about a subject, in its order, before anyone decides how it is written.
///
/// Every subject has one initialiser that lays it out: `Document(report)`, `Document(audit)`, and so on.
/// `TextRenderer`, `MarkdownRenderer` and `HTMLRenderer` write the same blocks, so that a finding has the same
/// title, columns and digits wherever it is read. Texts may come from strangers; the renderers make them
/// harmless.
package struct Document: Sendable {
  /// How a text begins; nil where it begins with its first block.
  var title: String?
  /// How a page begins in place of the title.
  var masthead: Masthead?
  var blocks: [Block]
  /// Documents that this one sums up. A page folds them up, Markdown appends them, a text has their gist.
  var parts: [Document] = []
  /// What matters most, for a reader of several documents.
  var gist: [String] = []

  /// The head of a page.
  struct Masthead: Sendable {
    /// "Model report".
    var kind: String
    /// What the document is about.
    var subject: String
    /// What the subject was measured on.
    var scope: String?
    /// Figures in a line.
    var remark: String?
  }
}

/// A part of a document.
indirect enum Block: Sendable {
  case section(Section)
  case paragraph(String)
  /// A sentence that says what came of it.
  case finding(String)
  case list([String])
  /// Sentences, the most important first.
  case verdict([String])
  case figures([Figure])
  case facts([Fact])
  case table(Table)
  case plot(Plot)
  case reliability(ReliabilityDiagram)
  case slider(ThresholdSlider)
  case heats([TokenHeat])
  /// A command line, to be copied.
  case command(String)
  /// What few will look for, under a title: a page folds it up.
  case folded(String, [Block])
}

/// Blocks under a title.
struct Section: Sendable {
  /// Names it in addresses; unique in a document, letters and hyphens.
  var id: String
  var title: String
  var blocks: [Block]

  init(_ id: String, _ title: String, _ blocks: [Block]) {
    self.id = id
    self.title = title
    self.blocks = blocks
  }

  /// A section that says why there is nothing.
  init(_ id: String, _ title: String, missing reason: String) {
    self.init(id, title, [.paragraph(reason)])
  }
}

/// A share that is shown large, with the counts behind it.
struct Figure: Sendable {
  var name: String
  var share: Estimate
  /// "1,091 of 1,100 right".
  var meaning: String
}

/// A name and what it stands for.
struct Fact: Sendable {
  var name: String
  var value: String
  /// Whether it is a path, a digest or the like.
  var isCode: Bool

  init(_ name: String, _ value: String, isCode: Bool = false) {
    self.name = name
    self.value = value
    self.isCode = isCode
  }

  init(_ name: String, count: Int) { self.init(name, NumberFormat.count(count)) }
}
