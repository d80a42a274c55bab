#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a path leads to. Foundation's answer has another type on each platform.
package enum FileKind: Sendable {
  case folder
  /// A file, a pipe, a device or a socket.
  case other

  /// Follows symbolic links; `nil` where there is nothing.
  package init?(atPath path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self = status.st_mode & S_IFMT == S_IFDIR ? .folder : .other
  }
}
