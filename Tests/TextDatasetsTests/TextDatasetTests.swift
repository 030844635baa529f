import TestFiles
import Testing
import TextDatasets

@Suite struct TextDatasetTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func filesThatCannotBeOpened() throws {
    let missing = folder.file("none.csv")
    let error = #expect(throws: DatasetError.self) { try TextDataset(path: missing) }
    #expect(error?.description == "\(missing): cannot be opened (No such file or directory).")
    #expect(throws: DatasetError.isDirectory(path: folder.path)) {
      try TextDataset(path: folder.path)
    }
  }

  @Test func trainingNeedsTwoClasses() throws {
    func problem(_ text: String, _ options: ReadingOptions = ReadingOptions()) throws
      -> DatasetError?
    {
      let dataset = try TextDataset(path: try folder.file("d.tsv", text), options: options)
      do throws(DatasetError) {
        try dataset.validateForTraining()
        return nil
      } catch {
        return error
      }
    }
    let path = folder.file("d.tsv")
    #expect(try problem("") == .noRows(path: path, skipped: 0))
    #expect(
      try problem("x\ny\n", ReadingOptions(skipsBadRows: true))
        == .noRows(path: path, skipped: 2))
    #expect(try problem("ham\tx\n") == .tooFewRows(path: path, count: 1))
    #expect(try problem("ham\tx\nham\ty\n") == .oneClass(path: path, label: "ham", count: 2))
    #expect(try problem("ham\tx\nspam\ty\n") == nil)
  }

  @Test func emptyFilesWithAHeaderFormat() throws {
    let path = try folder.file("d.csv", "\n\n")
    #expect(throws: DatasetError.columnNotGuessed(path: path, role: .text, found: [])) {
      try TextDataset(path: path)
    }
    let header = try folder.file("h.csv", "label,text\n")
    #expect(try TextDataset(path: header).messages.isEmpty)
  }

  @Test func labelsAmongOtherClasses() throws {
    let path = try folder.file("d.tsv", "spam\tx\nham\ty\n\nspam\tz\n")
    let dataset = try TextDataset(path: path)
    #expect(try dataset.indices(in: ["eggs", "ham", "spam"]) == [2, 1, 2])
    #expect(
      throws: DatasetError.unknownLabel(path: path, label: "ham", line: 2, classes: ["spam"])
    ) {
      try dataset.indices(in: ["spam"])
    }
  }

  @Test func aLabelThatMayBeAMessageIsNotPrinted() {
    let error = DatasetError.unknownLabel(
      path: "f", label: "meet me at nine", line: 3, classes: ["ham", "spam"])
    #expect(
      error.description
        == "f: line 3: a label of 15 bytes is not among the 2 classes 'ham', 'spam'.")
  }
}
