#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An IP address. Names are not looked up, so that what is opened is what was written.
package enum SocketAddress {
  case v4(in_addr)
  case v6(in6_addr)

  /// `nil` for anything but an address or `localhost`.
  package init?(host: String) {
    let literal = host == "localhost" ? "127.0.0.1" : host
    var v4 = in_addr()
    var v6 = in6_addr()
    if inet_pton(AF_INET, literal, &v4) == 1 {
      self = .v4(v4)
    } else if inet_pton(AF_INET6, literal, &v6) == 1 {
      self = .v6(v6)
    } else {
      return nil
    }
  }

  package var isLoopback: Bool {
    switch self {
    case .v4(let address): return UInt32(bigEndian: address.s_addr) >> 24 == 127
    case .v6(let address):
      return withUnsafeBytes(of: address) { bytes in
        bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
      }
    }
  }

  var family: Int32 {
    switch self {
    case .v4: AF_INET
    case .v6: AF_INET6
    }
  }

  func withSystemAddress<Result>(
    port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    func call<Address>(_ address: Address) -> Result {
      withUnsafePointer(to: address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          body($0, socklen_t(MemoryLayout<Address>.size))
        }
      }
    }
    switch self {
    case .v4(let address):
      var system = sockaddr_in()
      system.sin_family = sa_family_t(AF_INET)
      system.sin_port = port.bigEndian
      system.sin_addr = address
      return call(system)
    case .v6(let address):
      var system = sockaddr_in6()
      system.sin6_family = sa_family_t(AF_INET6)
      system.sin6_port = port.bigEndian
      system.sin6_addr = address
      return call(system)
    }
  }

  /// As RFC 5952 writes it; `nil` for IPv4.
  package var text: String? {
    guard case .v6(var address) = self else { return nil }
    var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_ntop(AF_INET6, &address, &buffer, socklen_t(buffer.count)) != nil else { return nil }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

package enum Loopback {
  /// In lower case: `localhost`, 127.0.0.0/8 or `[::1]`; other spellings of these addresses don't count.
  package static func isHost(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let octets = host.split(separator: ".", omittingEmptySubsequences: false)
    return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
  }
}
