#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A refusal of the system, by its `errno`.
package struct SystemError: Error, Hashable, Sendable {
  /// The `errno`.
  package let code: Int32

  /// Takes over an `errno`.
  package init(_ code: Int32) { self.code = code }

  /// That of the system call before.
  package static var last: Self { Self(errno) }

  /// Whether there is nothing under a path.
  package var isMissing: Bool { code == ENOENT }

  /// The system's words for it, `No space left on device` for instance.
  package var text: String {
    guard let words = strerror(code) else { return "error \(code)" }
    return String(cString: words)
  }
}
