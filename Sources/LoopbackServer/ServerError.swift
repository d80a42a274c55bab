import Platform

/// Why a server could not be opened.
package enum ServerError: Error, Sendable, Hashable {
  /// The host is not an IP address, nor `localhost`.
  case invalidHost(String)
  /// The host is an address that other machines can reach, and that was not allowed.
  case notLoopback(String)
  /// Another process listens on the port.
  case portInUse(host: String, port: UInt16)
  /// The port needs more rights than the process has; ports below 1024 mostly do.
  case permissionDenied(host: String, port: UInt16)
  /// This machine has no such address.
  case addressNotAvailable(String)
  /// A system call failed: its name and its `errno`.
  case system(call: String, code: Int32)
}

extension ServerError: CustomStringConvertible {
  /// What is wrong and what to do about it, in one line.
  package var description: String {
    switch self {
    case .invalidHost(let host):
      "'\(host)' is not an IP address; use 127.0.0.1 or ::1"
    case .notLoopback(let host):
      "'\(host)' is not a loopback address, so other machines could connect; use 127.0.0.1 or ::1"
    case .portInUse(let host, let port):
      "port \(port) on \(host) is in use; choose another, or 0 for any free port"
    case .permissionDenied(let host, let port):
      "not permitted to listen on port \(port) of \(host); choose a port above 1023"
    case .addressNotAvailable(let host):
      "this machine has no address '\(host)'"
    case .system(let call, let code):
      "\(call) failed: \(SystemError(code).text)"
    }
  }

  init(_ failure: Descriptor.Failure, host: String, port: UInt16) {
    let error = failure.error
    self =
      switch failure.call {
      case "bind" where error == .addressInUse: .portInUse(host: host, port: port)
      case "bind" where error.isDenied: .permissionDenied(host: host, port: port)
      case "bind" where error == .addressNotAvailable: .addressNotAvailable(host)
      default: .system(call: failure.call, code: error.code)
      }
  }
}
