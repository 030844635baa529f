import ClassifierModels
import FineTuning
import Foundation
import RunDatabase
import TextDatasets

/// A run of `train` in whose folder a model lies: what it was told, what it learned from and what it held out, and
/// where it is recorded.
///
///     let run = FinishedRun(folder: "runs/spam")
///     let test = try run?.messages(in: .test)
///
/// Each file is read when something in it is first asked for, once, and kept; so are the messages after they were
/// divided. Not for use by several threads at a time.
public final class FinishedRun {
  /// The run's folder.
  public let folder: String
  private let givenDatabase: String?
  private let furtherColumns: [String]
  private let home: Home
  private lazy var readManifest = Result { try TrainingManifest(folder: folder) }
  private lazy var openedDatabase = Result { try openIfThere() }
  private lazy var readRecord = Result { try findRecord() }
  private lazy var readDataset = Result { try divideMessages() }
  private var keys: [EvaluationPart: Set<MessageNormalisation.Key>] = [:]

  /// - Parameters:
  ///   - folder: Of a model.
  ///   - database: What records the run; nil for where `RunStore` looks.
  ///   - furtherColumns: Names of columns to read with the messages.
  /// - Returns: Nil where no run lies in the folder.
  public init?(
    folder: String, database: String? = nil, furtherColumns: [String] = [], home: Home = .standard
  ) {
    guard RunStore.hasRun(folder) else { return nil }
    self.folder = folder
    self.furtherColumns = furtherColumns
    self.home = home
    givenDatabase = database
  }

  /// What the run was told.
  ///
  /// - Throws: `KitError.otherKind` for a run of another command, `.unreadablePlan`.
  package func manifest() throws -> TrainingManifest { try readManifest.get() }

  /// - Throws: What `manifest` throws.
  public var name: String { get throws { try manifest().name } }

  /// The file that records the run, whether it is there or not.
  public var database: String {
    RunStore(database: givenDatabase, home: home)
      .database(ofRunIn: folder, named: try? manifest().database)
  }

  /// The run's record; nil where the database is gone or knows nothing of the run.
  ///
  /// - Throws: What `manifest` throws; `RunDatabaseError`.
  package func record() throws -> Run? { try readRecord.get() }

  private func findRecord() throws -> Run? {
    let manifest = try manifest()
    guard let runs = try openDatabase() else { return nil }
    if let run = try runs.run(inFolder: folder) { return run }
    // The folder may have been moved since the run was recorded.
    guard let run = try runs.run(named: manifest.name),
      run.facts.split?.sha256 == manifest.splitDigest
    else { return nil }
    return run
  }

  /// What records the run, opened for reading; nil where the file is gone.
  ///
  /// - Throws: `RunDatabaseError`.
  package func openDatabase() throws -> RunDatabase? { try openedDatabase.get() }

  private func openIfThere() throws -> RunDatabase? {
    let path = database
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try RunDatabase.openReadOnly(path: path)
  }

  /// The messages that the run was made from, divided as they were then.
  ///
  /// - Throws: `KitError.changed` when they are no longer what they were; what reading them throws.
  public func dataset() throws -> LabelledDataset { try readDataset.get() }

  private func divideMessages() throws -> LabelledDataset {
    let manifest = try manifest()
    let data = try LabelledDataset(
      manifest.options.data, furtherColumns: furtherColumns, seed: manifest.options.training.seed)
    try manifest.requireUnchanged(data)
    return data
  }

  /// The messages of one part.
  ///
  /// - Parameter part: Any but `.file`.
  /// - Throws: `KitError.emptyPart`; what `dataset` throws.
  public func messages(in part: EvaluationPart) throws -> LabelledMessages {
    let (data, name) = (try dataset(), try name)
    let indices = data.indices(of: part)
    guard !indices.isEmpty else { throw KitError.emptyPart(part.rawValue, run: name) }
    return LabelledMessages(part, at: indices, of: data, run: name, furtherColumns: furtherColumns)
  }

  /// What the run held out: its test part, or its validation part where that is empty.
  ///
  /// - Throws: `KitError.notHeldOut` for a run without either part, and for data that has changed; what
  ///   reading throws.
  public func heldOut() throws -> LabelledMessages {
    for part in [EvaluationPart.test, .validation] {
      do {
        return try messages(in: part)
      } catch KitError.emptyPart {
        continue
      } catch KitError.changed(let data, let since) {
        throw KitError.notHeldOut(
          data,
          reason:
            "changed since \(since), so that what was held out cannot be read until it is put back")
      }
    }
    throw KitError.notHeldOut(
      try name, reason: "the run has neither test nor validation messages")
  }

  /// What the run of a model held out, as messages to measure the model on when nobody names any.
  ///
  /// - Parameters:
  ///   - run: Nil where none made the model.
  ///   - folder: The model's.
  /// - Throws: `KitError.notHeldOut`; what reading throws.
  public static func heldOut(
    by run: FinishedRun?, ofModelIn folder: String
  ) throws -> LabelledMessages {
    guard let run else {
      throw KitError.notHeldOut(
        folder, reason: "no run made this model, so it is not known what it was measured on")
    }
    return try run.heldOut()
  }

  /// Which of some texts equal a message of the run after normalisation, as their indices.
  ///
  /// - Parameter parts: Where they are looked for.
  /// - Throws: What `dataset` throws.
  package func seen(
    _ texts: [String], in parts: Set<EvaluationPart> = [.train]
  ) throws -> Set<Int> {
    let known = try parts.map { try keys(of: $0) }
    return Set(
      texts.indices.filter { index in
        let key = MessageNormalisation.key(texts[index])
        return known.contains { $0.contains(key) }
      })
  }

  private func keys(of part: EvaluationPart) throws -> Set<MessageNormalisation.Key> {
    if let known = keys[part] { return known }
    let data = try dataset()
    let found = Set(data.indices(of: part).map { MessageNormalisation.key(data.messages[$0].text) })
    keys[part] = found
    return found
  }

  /// SHA-256 of the file that the training messages came from; nil where it is not known.
  package var trainingFileDigest: String? {
    guard let manifest = try? manifest() else { return nil }
    return switch manifest.options.data.source {
    case .file: manifest.dataDigest
    case .files: try? dataset().fileDigests[0]
    }
  }

  /// The model that the run left.
  ///
  /// - Parameter base: Where its base is, when it was moved.
  /// - Throws: What opening a model throws.
  public func model(base: String? = nil) throws -> TextClassifier {
    try TextClassifier(directory: folder, base: base)
  }
}
