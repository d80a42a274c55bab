#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package struct FileStatus: Sendable {
  package enum Kind: Sendable {
    case regular, folder, pipe, device, other
  }

  package struct Identity: Hashable, Sendable {
    fileprivate var device: UInt64
    fileprivate var number: UInt64
  }

  /// Shows whether a file has changed without reading it.
  package struct Stamp: Hashable, Sendable {
    private let identity: Identity
    private let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    fileprivate init(_ status: FileStatus) {
      identity = status.identity
      size = status.size
      (seconds, nanoseconds) = (status.modified.tv_sec, status.modified.tv_nsec)
    }
  }

  let system: stat

  package init?(_ path: String, followsLink: Bool = true) {
    var status = stat()
    guard (followsLink ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    system = status
  }

  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    system = status
  }

  package var kind: Kind {
    switch system.st_mode & S_IFMT {
    case S_IFREG: .regular
    case S_IFDIR: .folder
    case S_IFIFO: .pipe
    case S_IFCHR, S_IFBLK: .device
    default: .other
    }
  }

  var modified: timespec {
    #if canImport(Glibc)
      system.st_mtim
    #else
      system.st_mtimespec
    #endif
  }

  package var size: Int { Int(system.st_size) }

  package var permissions: UInt16 { UInt16(system.st_mode & 0o7777) }

  package var identity: Identity {
    Identity(device: UInt64(truncatingIfNeeded: system.st_dev), number: UInt64(system.st_ino))
  }

  package var stamp: Stamp { Stamp(self) }

  package static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
}
