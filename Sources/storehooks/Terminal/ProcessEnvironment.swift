#if canImport(Glibc)
  // The C library's `environ` is a variable; it is read here once, before there is a second thread.
  @preconcurrency import Glibc
#else
  @preconcurrency import Darwin
#endif

/// The environment of the process.
enum ProcessEnvironment {
  /// Copies the environment; of a name that is there twice the first one counts, as for `getenv`.
  static func current() -> [String: String] {
    var variables: [String: String] = [:]
    var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = environ
    while let text = entry?.pointee {
      // By scalars, for a value may begin with a combining mark.
      let parts = String(cString: text).unicodeScalars
        .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
      if parts.count == 2, variables[parts[0]] == nil { variables[parts[0]] = parts[1] }
      entry = entry?.successor()
    }
    return variables
  }
}
