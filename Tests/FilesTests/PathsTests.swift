import Files
import Foundation
import Testing

@Suite struct PathsTests {
  @Test func absolutePaths() {
    let here = FileManager.default.currentDirectoryPath
    #expect(absolutePath("a/b") == here + "/a/b")
    #expect(absolutePath("a/./c/../b") == here + "/a/b")
    #expect(absolutePath("/a/b") == "/a/b")
  }

  @Test(arguments: [
    ("/a/runs/x", "/a/weights/mini", "../../weights/mini"), ("/a", "/a/b/c", "b/c"),
    ("/a/b/c", "/a", "../.."), ("/a", "/a", ""), ("/ab/c", "/a/c", "../../a/c"),
  ])
  func relativePaths(_ folder: String, _ target: String, _ expected: String) {
    #expect(relativePath(from: folder, to: target) == expected)
  }
}
