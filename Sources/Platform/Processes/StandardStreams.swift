#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package enum StandardStreams {
  /// Makes writes to a closed pipe fail with `EPIPE`, and those past a limit for the size of files with `EFBIG`,
  /// instead of killing the process, and fills standard descriptors that the caller closed.
  ///
  /// The next file or socket to be opened would otherwise get the number of the closed one, and
  /// output would go into it. They are opened the wrong way round, so that using them still fails.
  /// Ignored signals are inherited: whoever starts a child resets them for it.
  package static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
      // Lower descriptors are open by now, so this one is the lowest free number.
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }
}
