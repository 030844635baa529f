import RunDatabase
import TextDatasets

/// Labelled messages that a model can be measured on, and where they came from.
public struct LabelledMessages: Sendable {
  /// "test part of run tour", or the file's path.
  public let name: String
  /// The file; several are joined by semicolons.
  public let path: String
  /// Of the file's contents.
  public let sha256: String
  public let texts: [String]
  /// Indices into the model's classes.
  public let labels: [Int]
  /// Each message's row in its file, from 1.
  public let rows: [Int]
  /// Names the messages in errors.
  package let places: [String]
  /// Rows that could not be read and were left out.
  public let skippedRows: Int
  /// Which part of a run's data it is; `.file` for all messages of a file.
  public let part: EvaluationPart
  /// What further columns say of each message; those that were asked for.
  public let columns: [MessageColumn]

  public var count: Int { texts.count }

  /// All messages of a file.
  ///
  /// - Parameter classes: Those that the model knows, in its order.
  /// - Throws: `DatasetError`, also for a file without messages and a label that is none of the classes.
  public init(file: String, reading: ReadingOptions, classes: [String]) throws(DatasetError) {
    let dataset = try TextDataset(path: file, options: reading)
    guard !dataset.messages.isEmpty else {
      throw .noRows(path: file, skipped: dataset.skipped.count)
    }
    labels = try dataset.indices(in: classes)
    name = file
    path = file
    sha256 = dataset.digest
    texts = dataset.messages.map(\.text)
    rows = dataset.messages.map(\.row)
    places = dataset.messages.map { "\(file), line \($0.line)" }
    skippedRows = dataset.skipped.count
    part = .file
    columns = Self.columns(reading.furtherColumns, dataset.messages.map(\.furtherValues))
  }

  /// Messages of one part of what a run was made from.
  ///
  /// - Parameters:
  ///   - indices: Positions in `data`.
  ///   - run: The run's name.
  ///   - furtherColumns: Names of the columns that `data` was read with.
  init(
    _ part: EvaluationPart, at indices: [Int], of data: LabelledDataset, run: String,
    furtherColumns: [String]
  ) {
    name = "\(part.rawValue) part of run \(run)"
    path = data.reference.path
    sha256 = data.digest
    texts = data.texts(at: indices)
    labels = data.labels(at: indices)
    rows = data.rows(at: indices)
    places = rows.map { [path] in "\(path), row \($0)" }
    skippedRows = data.skippedCount
    self.part = part
    columns = Self.columns(furtherColumns, indices.map { data.messages[$0].furtherValues })
  }

  /// - Parameter values: Of all columns, for each message.
  private static func columns(_ names: [String], _ values: [[String]]) -> [MessageColumn] {
    names.enumerated().map { column, name in
      MessageColumn(name: name, values: values.map { $0[column] })
    }
  }

  /// Some of them, in the order given.
  package func choosing(_ indices: [Int]) -> LabelledMessages {
    LabelledMessages(self, indices: indices)
  }

  private init(_ all: LabelledMessages, indices: [Int]) {
    (name, path, sha256, skippedRows) = (all.name, all.path, all.sha256, all.skippedRows)
    texts = indices.map { all.texts[$0] }
    labels = indices.map { all.labels[$0] }
    rows = indices.map { all.rows[$0] }
    places = indices.map { all.places[$0] }
    part = all.part
    columns = all.columns.map { column in
      MessageColumn(name: column.name, values: indices.map { column.values[$0] })
    }
  }
}
