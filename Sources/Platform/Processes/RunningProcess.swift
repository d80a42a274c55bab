#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// With a process group of its own.
package struct RunningProcess: Sendable {
  package enum Ending: Sendable, Equatable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  let id: pid_t

  /// `nil` if it hasn't ended. Once it has, its number may be another's, and nothing may be asked of it.
  package func ending(waits: Bool) -> Ending? {
    var status: Int32 = 0
    var ended: pid_t
    repeat { ended = waitpid(id, &status, waits ? 0 : WNOHANG) } while ended < 0 && errno == EINTR
    guard ended != 0 else { return nil }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
  }

  /// With all that it has started.
  package func kill() { _ = systemKill(-id, SIGKILL) }
}

// The method above has the name of the system's call.
private func systemKill(_ process: pid_t, _ signal: Int32) -> Int32 { kill(process, signal) }
