import Platform

/// Keeps browsers away from a server that is meant for programs. A page of any site can have the browser send
/// requests to this machine, and with a name of its own that leads here even read the answers (DNS
/// rebinding). What a page sends is known by the fields that browsers add, and such a name stands in `Host`.
package struct BrowserGuard: Sendable {
  package enum Hosts: Sendable {
    case loopback(and: Set<HostName> = [])
    case any
  }

  package enum Refusal: Error, Equatable, Sendable {
    case browser(field: String)
    /// The refused host; `nil` if the request names none.
    case host(String?)
  }

  private let hosts: Hosts

  package init(hosts: Hosts = .loopback()) { self.hosts = hosts }

  package func refusal(of request: ServerRequest) -> Refusal? {
    for field in ["Origin", "Sec-Fetch-Site"] where request[field] != nil { return .browser(field: field) }
    guard case .loopback(let others) = hosts else { return nil }
    // A target that is a whole URL names the host, too, and a server should heed that one.
    let named = request.headers.filter { equalIgnoringCase($0.name, "Host") }.map(\.value)
    guard !named.isEmpty else { return .host(nil) }
    let refused = (named + [request.authority].compactMap { $0 }).first { authority in
      guard let host = HostName(authority: authority) else { return true }
      return !host.isLoopback && !others.contains(host)
    }
    return refused.map { .host($0) }
  }
}

extension BrowserGuard.Refusal: CustomStringConvertible {
  /// It can hold what the client sent.
  package var description: String {
    switch self {
    case .browser(let field):
      "it has the field \(field), which only browsers send; this server is for "
        + "programs"
    case .host(nil): "it has no Host"
    case .host(let host?): "its Host '\(host)' isn't a name of this machine"
    }
  }

  package var response: ServerResponse {
    // The response doesn't repeat what the client sent, because whatever displays it would show that.
    let line =
      switch self {
      case .browser: description
      case .host: "the Host of the request isn't a name of this machine"
      }
    return .text(403, "refused: " + line)
  }
}
