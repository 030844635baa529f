import Options
import TestFiles

/// What a file of that name and text holds.
func entries(_ text: String, in name: String) throws -> [ConfigurationEntry] {
  let folder = try TemporaryFolder()
  return try ConfigurationFile(path: folder.file(name, text)).entries
}

/// What is said about a file, without its folder; nil when nothing is wrong with it.
func complaint(_ text: String, in name: String) throws -> String? {
  try complaint(Array(text.utf8), in: name)
}

func complaint(_ bytes: [UInt8], in name: String) throws -> String? {
  let folder = try TemporaryFolder()
  do {
    _ = try ConfigurationFile(path: folder.file(name, bytes))
    return nil
  } catch let error as OptionsFileError {
    return error.description.replacing(folder.path + "/", with: "")
  }
}
