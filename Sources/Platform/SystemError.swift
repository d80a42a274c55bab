#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package struct SystemError: Error, Hashable, Sendable {
  package let code: Int32

  package init(_ code: Int32) { self.code = code }

  package static var last: Self { Self(errno) }
  package static let exists = Self(EEXIST)
  package static let brokenPipe = Self(EPIPE)
  package static let inputOutput = Self(EIO)
  package static let addressInUse = Self(EADDRINUSE)
  package static let addressNotAvailable = Self(EADDRNOTAVAIL)
  package static let connectionAborted = Self(ECONNABORTED)
  package var isMissing: Bool { code == ENOENT }
  package var isDenied: Bool { code == EACCES || code == EPERM }
  package var wouldWait: Bool { code == EAGAIN || code == EWOULDBLOCK }
  package var isShortage: Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) }

  /// `No space left on device` for instance.
  package var text: String {
    guard let words = strerror(code) else { return "error \(code)" }
    return String(cString: words)
  }
}
