import CVectorLoops
import Files

/// A frozen (I, O) matrix of weights of which only the codes are kept.
///
/// They lie as Hugging Face's transformers has them, transposed: (O, I), row by row. A range of outputs
/// is therefore a run of codes. Products look the codes up a panel at a time.
public struct QuantisedWeights: Sendable {
  public enum Codes: Sendable, Equatable {
    case nf4(NF4Codes)
    case int8(Int8Rows)
  }

  /// I.
  public let inputs: Int
  /// O.
  public let outputs: Int
  /// Of the transposed matrix.
  public let codes: Codes

  /// - Parameters:
  ///   - weights: (I, O).
  ///   - doubleQuantising: Whether the scales of NF4 are quantised as well, as QLoRA does; they cost
  ///     0.127 bits a weight then, instead of 0.5.
  /// - Throws: `QuantisationError.notFinite`.
  public init(
    _ weights: Matrix, format: QuantisationFormat, doubleQuantising: Bool = true
  ) throws(QuantisationError) {
    inputs = weights.rows
    outputs = weights.columns
    let source = RowSource(weights.transposed)
    switch format {
    case .nf4: codes = .nf4(try NF4Codes(source, doubleQuantising: doubleQuantising))
    case .int8: codes = .int8(try Int8Rows(source))
    }
  }

  /// Codes as they were stored.
  ///
  /// - Throws: `QuantisationError.partSize` for codes of a matrix of another size.
  public init(inputs: Int, outputs: Int, codes: Codes) throws(QuantisationError) {
    switch codes {
    case .nf4(let codes):
      guard codes.count == inputs * outputs else {
        throw .partSize("codes", expected: inputs * outputs, found: codes.count)
      }
    case .int8(let codes):
      guard codes.rows == outputs else {
        throw .partSize("rows of codes", expected: outputs, found: codes.rows)
      }
      guard codes.columns == inputs else {
        throw .partSize("columns of codes", expected: inputs, found: codes.columns)
      }
    }
    self.inputs = inputs
    self.outputs = outputs
    self.codes = codes
  }

  public var format: QuantisationFormat {
    switch codes {
    case .nf4: .nf4
    case .int8: .int8
    }
  }

  /// Bytes in memory, with scales.
  public var byteCount: Int {
    switch codes {
    case .nf4(let codes): codes.byteCount
    case .int8(let codes): codes.byteCount
    }
  }

  /// What the codes stand for, (I, O).
  public func dequantised() -> Matrix {
    let weights = Matrix(rows: inputs, columns: outputs)
    Parallel.forEachRange(of: outputs, step: 64, work: weights.count) { range in
      for start in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
        let piece = start..<min(start + 64, range.upperBound)
        PanelMemory.shared.withMatrix(rows: piece.count, columns: inputs) { panel in
          dequantise(outputs: piece, inputs: 0..<inputs, into: panel)
          // Safe: the window has a column for each row of the panel, and no other thread writes there.
          let window = weights.columns(piece)
          vl_transpose(
            panel.pointer, panel.stride, panel.rows, panel.columns, window.mutablePointer,
            window.stride)
        }
      }
    }
    return weights
  }

  /// What a rectangle of the codes stands for.
  ///
  /// - Parameter panel: (outputs, inputs), overwritten.
  func dequantise(outputs rows: Range<Int>, inputs columns: Range<Int>, into panel: Matrix) {
    precondition(
      panel.rows == rows.count && panel.columns == columns.count && rows.upperBound <= outputs
        && columns.upperBound <= inputs, "\(rows) × \(columns) into \(panel.shapeText)")
    // Safe: the rectangle lies in the matrix, and there are codes for all of that.
    switch codes {
    case .nf4(let codes):
      codes.withCValue { codes in
        for (index, row) in rows.enumerated() {
          vl_nf4_dequantise(
            &codes, row * inputs + columns.lowerBound, panel.mutablePointer + index * panel.stride,
            columns.count)
        }
      }
    case .int8(let codes):
      for (index, row) in rows.enumerated() {
        codes.dequantise(
          row: row, columns: columns, into: panel.mutablePointer + index * panel.stride)
      }
    }
  }
}

/// How the codes of frozen weights are made.
public enum QuantisationFormat: String, Sendable, CaseIterable, Codable {
  /// 4-bit NormalFloat in blocks of 64 inputs: 4.5 bits a weight, 4.127 with scales quantised in
  /// their turn (Dettmers, Pagnoni, Holtzman, Zettlemoyer: "QLoRA", NeurIPS 2023, section 3).
  case nf4
  /// Signed integers with a scale for each output (Dettmers et al.: "LLM.int8()", NeurIPS 2022,
  /// section 2.1).
  case int8
}

/// Weights that cannot be quantised, or quantised parts that do not belong together.
public enum QuantisationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A NaN or an infinity, which would spoil its whole block.
  case notFinite(row: Int, column: Int)
  /// A scale that is stored as, or stands for, a NaN or an infinity, or makes one of a code.
  case scaleNotFinite(index: Int)
  case blockSize(Int)
  /// A part holds another number of elements than the number of weights asks for.
  case partSize(String, expected: Int, found: Int)

  public var description: String {
    switch self {
    case .notFinite(let row, let column):
      "The weight in row \(row), column \(column) is no finite number; "
        + "quantise the checkpoint that it was before training diverged."
    case .scaleNotFinite(let index):
      "The scale of row or block \(index) is too large or no number; fetch or make the weights again."
    case .blockSize(let size):
      "Blocks of \(size) weights are not supported; quantise with 64, "
        + "or another power of two from 32 to 4096."
    case .partSize(let part, let expected, let found):
      "The quantised weights have \(found) \(part), but their shape asks for \(expected); "
        + "fetch or make them again."
    }
  }
}

extension QuantisationError: ReportableError {
  package var exitClass: ExitClass { .input }
}
