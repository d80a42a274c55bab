import Platform

package enum ServerError: Error, Sendable, Hashable {
  /// Not an IP address, nor `localhost`.
  case invalidHost(String)
  /// Other machines can reach it, and that was not allowed.
  case notLoopback(String)
  case portInUse(host: String, port: UInt16)
  /// Ports below 1024 mostly need more rights than the process has.
  case permissionDenied(host: String, port: UInt16)
  case addressNotAvailable(String)
  case system(call: String, code: Int32)
}

extension ServerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invalidHost(let host): "'\(host)' is not an IP address; use 127.0.0.1 or ::1"
    case .notLoopback(let host):
      "'\(host)' is not a loopback address, so other machines could connect; use 127.0.0.1 or ::1"
    case .portInUse(let host, let port):
      "port \(port) on \(host) is in use; choose another, or 0 for any free port"
    case .permissionDenied(let host, let port):
      "not permitted to listen on port \(port) of \(host); choose a port above 1023"
    case .addressNotAvailable(let host): "this machine has no address '\(host)'"
    case .system(let call, let code): "\(call) failed: \(SystemError(code).text)"
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
