import ModelFiles

/// The description of the error that `body` throws, or nil.
func complaint(_ body: () throws(ModelFileError) -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return error.description
  }
}
