import Platform

/// A host as a URL or a `Host` field names it: two spellings of one host are equal.
package struct HostName: Hashable, Sendable {
  /// A name in lowercase and without its last dot, or an address in its usual spelling.
  package let text: String
  /// `localhost` or an address of this machine alone. Where other names lead is for their owners to say.
  package let isLoopback: Bool

  /// Without a port, an IPv6 address with its brackets or without.
  package init?(_ host: some StringProtocol) {
    let bare = host.hasPrefix("[") && host.hasSuffix("]") ? host.dropFirst().dropLast() : host[...]
    if bare.contains(":"), let address = SocketAddress(host: String(bare)), let text = address.text {
      self.init(text: text, isLoopback: address.isLoopback)
    } else if bare.endIndex == host.endIndex {
      self.init(name: host)
    } else {
      return nil
    }
  }

  /// What stands before the path of a URL, or in a `Host` field: a host, and a port if there is one.
  package init?(authority: String) {
    let end = authority.utf8.reversed().drop { (0x30...0x39).contains($0) }
    let hasPort =
      end.first == UInt8(ascii: ":") && (end.dropFirst().first == 0x5D || !authority.hasPrefix("["))
    let host = hasPort ? authority[..<end.dropFirst().startIndex.base] : authority[...]
    // Without brackets nobody could tell an IPv6 address from a name with a port.
    guard host.hasPrefix("[") || !host.contains(":") else { return nil }
    self.init(host)
  }

  private init?(name: some StringProtocol) {
    let name = (name.hasSuffix(".") ? name.dropLast() : name[...]).lowercased()
    let labels = name.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
    let isName = labels.allSatisfy { label in
      !label.isEmpty
        && label.allSatisfy { byte in
          switch byte {
          case 0x30...0x39, 0x61...0x7A, 0x2D, 0x5F: true
          default: false
          }
        }
    }
    guard isName, name.utf8.count <= 253 else { return nil }
    // `localhost` is the only name that `SocketAddress` takes.
    self.init(text: name, isLoopback: SocketAddress(host: name)?.isLoopback == true)
  }

  private init(text: String, isLoopback: Bool) {
    self.text = text
    self.isLoopback = isLoopback
  }
}
