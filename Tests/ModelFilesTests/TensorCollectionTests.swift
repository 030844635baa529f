import Foundation
import ModelFiles
import TestFiles
import Testing

@Suite struct TensorCollectionTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func shard(_ name: String, _ tensors: [String]) throws {
    try SafetensorsWriter.write(
      tensors.map { TensorToWrite(name: $0, shape: [1], values: [Float($0.utf8.count)]) },
      to: folder.file(name))
  }

  private func index(_ json: String) throws {
    try folder.file("model.safetensors.index.json", Array(json.utf8))
  }

  private func complaintAboutFolder() throws -> String {
    try #require(
      complaint { () throws(ModelFileError) in _ = try TensorCollection(path: folder.path) })
  }

  @Test func oneFile() throws {
    try shard("any name", ["a", "bb"])
    let collection = try TensorCollection(path: folder.file("any name"))
    #expect(collection.tensors.map(\.name) == ["a", "bb"])
    #expect(try collection.tensor("bb").floats() == [2])
    #expect(throws: ModelFileError.missingTensor("c", file: collection.path)) {
      try collection.tensor("c")
    }
  }

  @Test func folderWithOneFileWinsOverAnIndex() throws {
    try shard("model.safetensors", ["a"])
    try index("rubbish")
    for path in [folder.path, folder.path + "/"] {
      #expect(try TensorCollection(path: path).tensors.map(\.name) == ["a"])
    }
  }

  @Test func shards() throws {
    try shard("1.safetensors", ["a", "ccc"])
    try shard("2.safetensors", ["bb", "unlisted"])
    try index(
      #"""
      {"metadata": {"total_size": 1.2e+1, "x": [null, true, {"y": -0.5}]},
       "weight_map": {"bb": "2.safetensors", "a": "1.safetensors", "ccc": "1.safetensors"}}
      """#)
    let collection = try TensorCollection(path: folder.path)
    #expect(collection.files.map(\.path) == ["2", "1"].map { folder.file("\($0).safetensors") })
    #expect(collection.tensors.map(\.name) == ["bb", "unlisted", "a", "ccc"])
    #expect(try collection.tensor("ccc").floats() == [3])
    #expect(collection["d"] == nil)
  }

  @Test func nothingThere() throws {
    #expect(
      try complaintAboutFolder()
        == "\(folder.path): found neither model.safetensors nor model.safetensors.index.json. "
        + "Give a .safetensors file or a folder that holds one of these.")
    #expect(throws: ModelFileError.self) { try TensorCollection(path: folder.file("none")) }
  }

  @Test func linkToNothing() throws {
    // The blob of a download cache may be gone while the link to it remains.
    try #require(symlink("gone", folder.file("model.safetensors")) == 0)
    #expect(
      try complaintAboutFolder().hasPrefix(
        folder.file("model.safetensors: cannot open it: No such")))
  }

  @Test func missingShard() throws {
    try shard("1.safetensors", ["a"])
    try index(#"{"weight_map":{"a":"1.safetensors","b":"2.safetensors"}}"#)
    #expect(
      try complaintAboutFolder()
        == "\(folder.file("model.safetensors.index.json")): names the file '2.safetensors', "
        + "which is not in its folder. Fetch the missing file.")
  }

  @Test func tensorNotInItsShard() throws {
    try shard("1.safetensors", ["a", "b"])
    try shard("2.safetensors", ["c"])
    try index(#"{"weight_map":{"a":"1.safetensors","b":"2.safetensors","c":"2.safetensors"}}"#)
    let message = try complaintAboutFolder()
    #expect(message.hasPrefix(folder.file("2.safetensors: no tensor 'b'.")))
  }

  @Test func tensorInTwoShards() throws {
    try shard("1.safetensors", ["a", "b"])
    try shard("2.safetensors", ["b"])
    try index(#"{"weight_map":{"a":"1.safetensors","b":"2.safetensors"}}"#)
    let message = try complaintAboutFolder()
    #expect(message.contains("tensor 'b' is there twice"))
    #expect(message.contains(folder.file("1.safetensors")))
    #expect(message.contains(folder.file("2.safetensors")))
  }

  @Test(arguments: [
    "../1.safetensors", "/etc/passwd", "sub/1.safetensors", "..", ".", "", #"1.safetensors\u0000"#,
  ])
  func shardOutsideTheFolder(_ name: String) throws {
    try shard("1.safetensors", ["a"])
    try index(#"{"weight_map":{"a":"\#(name)"}}"#)
    #expect(try complaintAboutFolder().contains("expected a plain name in its own folder"))
  }

  @Test(arguments: [
    ("", "a JSON object"),
    ("[]", "a JSON object"),
    ("{}", "a 'weight_map' in the index"),
    (#"{"weight_map":[]}"#, "a JSON object"),
    (#"{"weight_map":{"a":1}}"#, "a file name in quotes"),
    (#"{"weight_map":{"a":"1","a":"2"}}"#, "tensor 'a' is there twice"),
    (#"{"weight_map":{},"weight_map":{}}"#, "a single 'weight_map'"),
    (#"{"weight_map":{}} {"#, "the end of the JSON text"),
    (#"{"metadata":nul,"weight_map":{}}"#, "'null'"),
    (#"{"metadata":01,"weight_map":{}}"#, "no number that begins with 0"),
    (#"{"metadata":-,"weight_map":{}}"#, "a JSON value"),
    (
      #"{"metadata":"# + String(repeating: "[", count: 100_000), "at most 64 levels of nesting"
    ),
  ])
  func malformedIndex(_ json: String, _ problem: String) throws {
    try index(json)
    let message = try complaintAboutFolder()
    #expect(message.hasPrefix(folder.file("model.safetensors.index.json: ")))
    #expect(message.contains(problem))
  }
}
