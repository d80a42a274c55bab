/// The only hosts that `http` is accepted for.
package enum Loopback {
  /// In lower case: `localhost`, 127.0.0.0/8 or `[::1]`; other spellings of these addresses don't count.
  package static func isHost(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let octets = host.split(separator: ".", omittingEmptySubsequences: false)
    return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
  }
}
