#if canImport(Glibc)
  // The C library's `environ` is a variable; it is read here once, before there is a second thread.
  @preconcurrency import Glibc
#else
  @preconcurrency import Darwin
#endif

package enum CurrentProcess {
  /// Of a name that is there twice the first one counts, as for `getenv`.
  package static func environment() -> [String: String] {
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

  /// `nil` if it isn't set, or is empty.
  package static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  package static func pauseThread(milliseconds: UInt32) { usleep(milliseconds * 1000) }

  package static func end(_ code: Int32) -> Never { exit(code) }
}
