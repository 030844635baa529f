import Foundation
import GPT2Tokenizer
import TextDatasets

/// Learns a byte-level byte-pair vocabulary from texts.
public enum TokenizerTraining {
  /// - Parameters:
  ///   - texts: Files of documents.
  ///   - layout: Nil to tell by names and contents.
  ///   - vocabularySize: With the 256 bytes and the end-of-text token; at least 257.
  ///   - minimumFrequency: A pair that is rarer is not merged.
  ///   - maximumLength: Longest text in tokens that the files speak of.
  ///   - output: A folder that does not exist or is empty.
  /// - Returns: The number of tokens: fewer than asked for when the texts hold no more pairs.
  /// - Throws: `ModelFolderError.outputExists`, `DatasetError`, `TokenizerError`.
  public static func write(
    texts: [String], layout: TextDocuments.Layout?, vocabularySize: Int, minimumFrequency: Int,
    maximumLength: Int, output: String
  ) throws -> Int {
    try ModelWriter.requireFree(output)
    var trainer = try BytePairTrainer(
      vocabularySize: vocabularySize, minimumFrequency: minimumFrequency)
    for path in texts {
      for document in try TextDocuments(path: path, layout: layout).texts { trainer.add(document) }
    }
    let tokenizer = try trainer.train()
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    try tokenizer.write(toDirectory: output, maximumLength: maximumLength)
    return tokenizer.vocabularySize
  }
}
