/// Finds what SwiftPM built beside the tests.
package enum BuiltProduct {
  /// The absolute path of a built executable, such as `storehooks`.
  package static func path(named name: String) throws -> String {
    guard let folder else { throw BuiltProductError(message: "the folder of the tests is unknown") }
    let path = folder + "/" + name
    guard access(path, X_OK) == 0 else {
      throw BuiltProductError(message: "there is no program at \(path); build with --build-tests")
    }
    return path
  }

  /// The test bundle's folder: on Linux the bundle is the running program, on macOS a helper loads it and is told its
  /// path.
  private static var folder: String? {
    #if os(Linux)
      guard let program = realpath("/proc/self/exe", nil) else { return nil }
      defer { free(program) }
      return parent(of: String(cString: program))
    #else
      let arguments = CommandLine.arguments
      let named = arguments.firstIndex(of: "--test-bundle-path").map { arguments[($0 + 1)...] }?.first
      guard var path = named ?? arguments.last(where: { $0.contains(".xctest") }) else { return nil }
      while let shorter = parent(of: path) {
        if path.hasSuffix(".xctest") { return shorter }
        path = shorter
      }
      return nil
    #endif
  }

  private static func parent(of path: String) -> String? {
    path.lastIndex(of: "/").map { String(path[..<$0]) }
  }
}

/// Why a built program could not be found.
package struct BuiltProductError: Error, CustomStringConvertible {
  package var message: String

  package var description: String { message }
}
