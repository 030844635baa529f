import Files

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
