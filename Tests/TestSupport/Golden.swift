#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Compares whole outputs with files under `Tests/Goldens/<test target>/`.
///
/// The folder is beside the test targets, so that the package needs no `exclude`.
package enum Golden {
  /// Compares a text with its golden file, and throws the first difference.
  ///
  /// A missing file is recorded, and the check fails once, so that somebody looks at it. With `UPDATE_GOLDENS=1`,
  /// differing files are rewritten, and the check passes.
  package static func check(_ text: String, named name: String, testFile: String = #filePath) throws {
    try check(text, named: name, testFile: testFile, update: isUpdating)
  }

  /// The same with the update given, for the helper's own tests.
  package static func check(
    _ text: String, named name: String, testFile: String = #filePath, update: Bool
  ) throws {
    guard let path = path(of: name, testFile: testFile) else {
      throw GoldenMismatch(message: "\(testFile) is not in a folder 'Tests/<target>'")
    }
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    guard let data = FileManager.default.contents(atPath: path) else {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try write(text, to: path)
      if update { return }
      throw GoldenMismatch(message: "there was no golden file; recorded \(path): look at it and run again")
    }
    let expected = String(decoding: data, as: UTF8.self)
    guard expected != text else { return }
    if update { return try write(text, to: path) }
    throw GoldenMismatch(
      message: "\(firstDifference(expected: expected, actual: text))\n"
        + "in \(path); UPDATE_GOLDENS=1 rewrites it")
  }

  /// The path of a test's golden file; `nil` if the test isn't in a folder of `Tests`.
  package static func path(of name: String, testFile: String) -> String? {
    let parts = testFile.split(separator: "/", omittingEmptySubsequences: false)
    guard let tests = parts.lastIndex(of: "Tests"), tests + 2 < parts.count else { return nil }
    return (parts[...tests] + ["Goldens", parts[tests + 1]]).joined(separator: "/") + "/" + name
  }

  /// Says in which line two texts differ first, and shows both.
  package static func firstDifference(expected: String, actual: String) -> String {
    let expected = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let actual = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(expected, actual).prefix { $0 == $1 }.count
    return """
      first difference in line \(line + 1):
        expected: \(shown(expected, line))
        actual:   \(shown(actual, line))
      """
  }

  private static func shown(_ lines: [Substring], _ index: Int) -> String {
    lines.indices.contains(index) ? String(lines[index]).debugDescription : "(end of text)"
  }

  private static func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
  }

  private static var isUpdating: Bool {
    ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1"
  }
}

/// A text that isn't what its golden file says.
package struct GoldenMismatch: Error, CustomStringConvertible {
  package var message: String

  package var description: String { message }
}
