/// A term and what it is, for lists of facts.
struct PageFact {
  let term: String
  let definition: String
  let isCode: Bool

  init(_ term: String, _ definition: String, isCode: Bool = false) {
    self.term = term
    self.definition = definition
    self.isCode = isCode
  }
}
