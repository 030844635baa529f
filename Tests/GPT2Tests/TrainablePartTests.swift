import Foundation
import GPT2
import Testing

@Suite struct TrainablePartTests {
  @Test(arguments: [
    ("head", TrainablePart.head), ("all", .all), ("last-1", .lastBlocks(1)),
    ("last-12", .lastBlocks(12)),
  ])
  func namesAreReadAndWritten(name: String, part: TrainablePart) throws {
    #expect(TrainablePart(name) == part)
    #expect(part.description == name)
    let data = try JSONEncoder().encode([part])
    #expect(String(decoding: data, as: UTF8.self) == "[\"\(name)\"]")
    #expect(try JSONDecoder().decode([TrainablePart].self, from: data) == [part])
  }

  @Test(arguments: ["", "last", "last-", "last-0", "last--1", "last-1x", "ALL", "first-1"])
  func otherNamesAreRefused(name: String) {
    #expect(TrainablePart(name) == nil)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([TrainablePart].self, from: Data("[\"\(name)\"]".utf8))
    }
  }
}

@Suite struct LayerTests {
  @Test(arguments: [
    (TrainablePart.all, [4, 4] + [3, 2, 1].flatMap { Array(repeating: $0, count: 12) }),
    (.lastBlocks(2), [2, 1].flatMap { Array(repeating: $0, count: 12) }), (.head, []),
  ])
  func depthsCountDownToTheHead(part: TrainablePart, expected: [Int]) {
    var classifier = SmallClassifier.classifier()
    classifier.setTrainable(part)
    let atTheHead = classifier.trainableParameters.count - expected.count
    #expect(
      classifier.depthsOfTrainableParameters
        == expected + Array(repeating: 0, count: atTheHead))
  }
}
