import Files
import StrictJSON

/// A model file that cannot be read, understood or written. Every description is a sentence that
/// names the file, the place in it, and the next step.
public enum ModelFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Where in a file something is wrong.
  public enum Place: Equatable, Sendable {
    case byte(Int)
    case tensor(String)
  }

  /// It cannot be read as a file, whatever it holds.
  case unreadable(FileError)
  /// The contents contradict the format.
  case malformed(file: String, place: Place, expected: String, found: String)
  /// A `dtype` that is none of `ElementType`.
  case unknownElementType(String, tensor: String, file: String)
  /// Two tensors of one name. `files` holds two paths, or the same one twice.
  case duplicateTensor(String, files: [String])
  case missingTensor(String, file: String)
  /// A folder without weights in a layout that is read here.
  case noCheckpoint(folder: String)
  /// The index of a sharded checkpoint names a file that is not in its folder.
  case missingShard(String, index: String)
  /// The index of a sharded checkpoint names something else than a file in its own folder.
  case shardOutsideFolder(String, index: String)
  /// Floats were asked of an integer tensor.
  case notFloatingPoint(tensor: String, type: ElementType, file: String)
  /// A tensor holds another number of elements than its reader made room for.
  case elementCount(tensor: String, expected: Int, found: Int, file: String)
  /// A tensor that cannot be written as described.
  case unwritableTensor(String, file: String, problem: String)

  public var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .malformed(let file, let place, let expected, let found):
      "\(file): \(place): expected \(expected), found \(found). "
        + "The file is damaged or incomplete; fetch or make it again."
    case .unknownElementType(let type, let tensor, let file):
      "\(file): tensor \(tensor.quoted) has element type \(type.quoted), expected one of "
        + ElementType.allCases.map(\.rawValue).joined(separator: ", ")
        + ". Convert the file to one of these."
    case .duplicateTensor(let name, let files):
      "\(files.first ?? ""): tensor \(name.quoted) is there twice"
        + (Set(files).count > 1 ? ", here and in \(files[1])" : "")
        + ". Remove one of the two, or fetch the checkpoint again."
    case .missingTensor(let name, let file):
      "\(file): no tensor \(name.quoted). Check that the file belongs to this model."
    case .noCheckpoint(let folder):
      "\(folder): found neither model.safetensors nor model.safetensors.index.json. "
        + "Give a .safetensors file or a folder that holds one of these."
    case .missingShard(let shard, let index):
      "\(index): names the file \(shard.quoted), which is not in its folder. "
        + "Fetch the missing file."
    case .shardOutsideFolder(let shard, let index):
      "\(index): names the file \(shard.quoted), expected a plain name in its own folder. "
        + "Do not trust this checkpoint; fetch it again from its source."
    case .notFloatingPoint(let tensor, let type, let file):
      "\(file): tensor \(tensor.quoted) has element type \(type.rawValue), "
        + "expected F32, F16, BF16 or F64. Check that the file belongs to this model."
    case .elementCount(let tensor, let expected, let found, let file):
      "\(file): tensor \(tensor.quoted): expected \(expected) elements, found \(found). "
        + "Check that the file belongs to this model."
    case .unwritableTensor(let tensor, let file, let problem):
      "\(file): tensor \(tensor.quoted) was not written: \(problem)."
    }
  }
}

extension ModelFileError.Place: CustomStringConvertible {
  public var description: String {
    switch self {
    case .byte(let offset): "byte \(offset)"
    case .tensor(let name): "tensor \(name.quoted)"
    }
  }
}

extension ModelFileError: ReportableError {
  package var exitClass: ExitClass { .input }
}

extension ModelFileError {
  /// - Parameters:
  ///   - json: The text in which the error was found.
  ///   - firstByte: Where the text begins in the file.
  init(_ error: JSONError, in json: [UInt8], firstByte: Int, file: String) {
    let expected =
      switch error.expected {
      case .object: "a JSON object"
      case .array: "a JSON array"
      case .value, .digit: "a JSON value"
      // A number ends with its leading 0, and the digit after it belongs to nothing.
      case .next where json[..<error.position].last == 0x30 && Self.isDigit(json, error.position):
        "no number that begins with 0"
      case .wholeNumber, .wholeNumberUpTo: "a whole number from 0 to \(Int.max)"
      default: "\(error.expected)"
      }
    let position =
      switch error.expected {
      case .escape, .surrogatePair: error.start
      default: error.position
      }
    self = .malformed(
      file: file, place: .byte(firstByte + position), expected: expected,
      found: Self.token(of: json[position...]))
  }

  private static func isDigit(_ json: [UInt8], _ index: Int) -> Bool {
    index < json.count && json[index] &- 0x30 < 10
  }

  /// The word, number or sign with which `json` begins.
  private static func token(of json: ArraySlice<UInt8>) -> String {
    guard let first = json.first else { return "the end" }
    let separators = Array(" \n\r\t,:[]{}\"".utf8)
    let token = json.prefix(24).prefix { !separators.contains($0) }
    guard !token.isEmpty else { return "'\(Unicode.Scalar(first))'" }
    return String(decoding: token, as: UTF8.self).quoted
  }
}

extension String {
  /// This text in single quotes, fit for one line of an error message: names in files may hold
  /// line breaks, terminal controls, or megabytes.
  var quoted: String {
    var result = "'"
    for scalar in unicodeScalars.prefix(Self.longestQuotation) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        result.unicodeScalars.append(scalar)
      }
    }
    if unicodeScalars.dropFirst(Self.longestQuotation).first != nil { result += "..." }
    return result + "'"
  }

  private static var longestQuotation: Int { 120 }
}
