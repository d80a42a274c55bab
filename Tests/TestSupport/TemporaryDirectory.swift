#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder that exists for the length of a test.
package struct TemporaryDirectory: Sendable {
  /// The absolute path, without a trailing slash.
  package let path: String

  /// Creates a folder, lends it to `body`, and removes it with everything in it.
  package static func with<Result>(_ body: (TemporaryDirectory) throws -> Result) throws -> Result {
    let directory = try create()
    defer { directory.remove() }
    return try body(directory)
  }

  /// Creates a folder, lends it to `body`, and removes it with everything in it.
  package static func with<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: (TemporaryDirectory) async throws -> Result
  ) async throws -> Result {
    let directory = try create()
    defer { directory.remove() }
    return try await body(directory)
  }

  /// A folder inside of this one.
  package func folder(_ name: String) -> TemporaryDirectory { TemporaryDirectory(path: file(name)) }

  package func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file and its folders, and returns its path. A new file is for its owner alone.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    let path = file(name)
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let isNew = access(path, F_OK) != 0
    try Data(text.utf8).write(to: URL(filePath: path))
    if isNew { chmod(path, 0o600) }
    return path
  }

  package func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: file(name))), as: UTF8.self)
  }

  package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

  /// The names of the files and folders in the folder, sorted.
  package func contents() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  private static func create() throws -> TemporaryDirectory {
    let root = FileManager.default.temporaryDirectory.path
    let trimmed = root.hasSuffix("/") ? String(root.dropLast()) : root
    let path = "\(trimmed)/storehooks-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return TemporaryDirectory(path: path)
  }

  private func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}
