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

  /// There is something of that name.
  package static let exists = Self(EEXIST)
  /// Nobody reads any more.
  package static let brokenPipe = Self(EPIPE)
  package static let inputOutput = Self(EIO)
  package static let addressInUse = Self(EADDRINUSE)
  package static let addressNotAvailable = Self(EADDRNOTAVAIL)
  package static let connectionAborted = Self(ECONNABORTED)

  /// Whether there is nothing under a path.
  package var isMissing: Bool { code == ENOENT }
  /// Whether the process lacks the right.
  package var isDenied: Bool { code == EACCES || code == EPERM }
  /// Whether the call would have had to wait, which it was told not to.
  package var wouldWait: Bool { code == EAGAIN || code == EWOULDBLOCK }
  /// Whether there are too many descriptors, or there is too little memory, for now.
  package var isShortage: Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) }

  /// The system's words for it, `No space left on device` for instance.
  package var text: String {
    guard let words = strerror(code) else { return "error \(code)" }
    return String(cString: words)
  }
}
