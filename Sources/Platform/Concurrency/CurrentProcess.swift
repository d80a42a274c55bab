#if canImport(Glibc)
  // The C library's `environ` is a variable; it is read here once, before there is a second thread.
  @preconcurrency import Glibc
#else
  @preconcurrency import Darwin
#endif

package enum CurrentProcess {
  /// The first of two equal names counts, as for `getenv`.
  package static func environment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = environ
    while let text = entry?.pointee {
      // Cut by scalars, because a value may begin with a combining mark.
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

package enum StandardStreams {
  /// Makes writes to a closed pipe fail with `EPIPE`, and those past a limit for the size of files with
  /// `EFBIG`, instead of killing the process, and fills standard descriptors that the caller closed.
  ///
  /// Otherwise the next file or socket to be opened would get the number of a closed one, and output would go
  /// into it. They are opened the wrong way round, so that using them still fails. Ignored signals are
  /// inherited, so a child's are reset when it is started.
  package static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
      // Lower descriptors are open by now, so this one is the lowest free number.
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }
}

package enum OperatingSystem {
  package static var name: String {
    #if os(macOS)
      "macos"
    #elseif os(Linux)
      "linux"
    #else
      "unknown"
    #endif
  }

  package static var isApple: Bool {
    #if canImport(Darwin)
      true
    #else
      false
    #endif
  }
}
