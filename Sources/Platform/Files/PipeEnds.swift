import CRuntimeLibraries

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Both ends are closed in programs that are started.
package struct PipeEnds: Sendable {
  package let reading: OpenFile
  package let writing: OpenFile

  package init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      guard pipe2(&ends, O_CLOEXEC) == 0 else { throw .last }
    #else
      guard pipe(&ends) == 0 else { throw .last }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #endif
    reading = OpenFile(descriptor: ends[0])
    writing = OpenFile(descriptor: ends[1])
  }
}
