/// What `classify --explain --format json` says about a text.
struct ExplainedAnswer: Decodable {
  struct Span: Decodable, Equatable {
    let start: Int
    let end: Int
  }

  struct Token: Decodable {
    let start: Int
    let end: Int
    let text: String
    let gradientTimesInput: Double
    let leaveOneOut: Double

    enum CodingKeys: String, CodingKey {
      case start, end, text
      case gradientTimesInput = "gradient_x_input"
      case leaveOneOut = "leave_one_out"
    }
  }

  struct Deletion: Decodable {
    let found: Bool
    let meaning: String
    let removed: [Span]?
    let words: [String]?
    let minimality: String?
    let text: String?
    let label: String?
    let probability: Double?
  }

  struct Nearest: Decodable, Equatable {
    struct Message: Decodable, Equatable {
      let row: Int
      let label: String
      let distance: Double
    }
    let of: String
    let path: String
    let messages: [Message]
  }

  struct Explanation: Decodable {
    let `class`: String
    let against: String
    let logitDifference: Double
    let leaveOneOutUnit: String
    let methods: [String: String]
    let read: [Span]
    let tokens: [Token]
    let smallestDeletion: Deletion
    let nearest: Nearest?

    enum CodingKeys: String, CodingKey {
      case `class`, against, methods, read, tokens, nearest
      case logitDifference = "logit_difference"
      case leaveOneOutUnit = "leave_one_out_unit"
      case smallestDeletion = "smallest_deletion"
    }
  }

  let text: String
  let label: String
  let logits: [String: Double]
  let tokens: Int
  let explanation: Explanation

  /// The text without some bytes.
  func text(without spans: [Span]) -> String {
    let kept = text.utf8.enumerated().filter { index, _ in
      !spans.contains { ($0.start..<$0.end).contains(index) }
    }
    return String(decoding: kept.map(\.element), as: UTF8.self)
  }

  /// The logit of the class that is explained minus that of the other.
  func difference(in answer: Answer) -> Double {
    (answer.logits[explanation.class] ?? .nan) - (answer.logits[explanation.against] ?? .nan)
  }
}
