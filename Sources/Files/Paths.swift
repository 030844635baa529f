import Foundation

/// A path made absolute, so that it stays right when the current folder changes.
package func absolutePath(_ path: String) -> String {
  URL(fileURLWithPath: path).standardizedFileURL.path
}

/// The way from one folder to another file or folder, so that it stays right when both are moved
/// together: `../../weights/mini` from `/a/runs/x` to `/a/weights/mini`.
///
/// - Parameters: Absolute paths.
package func relativePath(from folder: String, to target: String) -> String {
  let from = folder.split(separator: "/")
  let to = target.split(separator: "/")
  let shared = zip(from, to).prefix { $0 == $1 }.count
  return (Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared))
    .joined(separator: "/")
}
