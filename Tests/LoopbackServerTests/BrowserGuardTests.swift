import Platform
import TestSupport
import Testing

@testable import LoopbackServer

/// Keeps pages in a browser away from servers that are meant for programs.
@Suite struct BrowserGuardTests {
  private func refusal(
    _ headers: [(name: String, value: String)], authority: String? = nil,
    hosts: BrowserGuard.Hosts = .loopback()
  ) -> BrowserGuard.Refusal? {
    BrowserGuard(hosts: hosts).refusal(
      of: ServerRequest(method: "POST", target: "/", authority: authority, headers: headers))
  }

  @Test(arguments: [
    "localhost", "LOCALHOST", "localhost.", "localhost:8080", "LocalHost.:1", "localhost:", "127.0.0.1",
    "127.0.0.1:9000", "127.8.9.10", "[::1]", "[::1]:9000", "[0:0:0:0:0:0:0:1]:1", "[0000::0001]",
  ]) func hostsOfThisMachineAreAdmitted(host: String) {
    #expect(HostName(authority: host)?.isLoopback == true)
    #expect(refusal([("hOST", host)]) == nil)
  }

  @Test(arguments: [
    "evil.example", "localhost.evil.example", "evil.example:8080", "127.0.0.1.evil.example", "", ":80", ".",
    "localhost..", "localhost:80:80", "user@localhost", "localhost@evil.example", "localhost/", "localhost,x",
    "localhost evil.example", "::1", "::1:80", "[::1", "::1]", "[::1]x", "[::1]:x", "[127.0.0.1]",
    "[localhost]",
    "[::ffff:10.0.0.1]", "[::]", "0.0.0.0", "10.0.0.1", "192.168.1.2:80", "2130706433", "0x7f.0.0.1",
    "127.0.0.01", "127.1", "http://localhost", "lоcalhost", "localhost\u{200B}", "localhost%2e",
    "[fe80::1%25lo]",
  ]) func otherHostsAreRefused(host: String) {
    #expect(refusal([("Host", host)]) == .host(host))
    #expect(refusal([("Host", host)], hosts: .any) == nil)
    #expect(refusal([("Host", host), ("Host", "localhost")]) == .host(host))
    #expect(refusal([("Host", "localhost"), ("Host", host)]) == .host(host))
    #expect(refusal([("Host", "localhost")], authority: host) == .host(host))
  }

  @Test func aHostIsNeeded() {
    #expect(refusal([]) == .host(nil))
    #expect(refusal([], authority: "localhost") == .host(nil))
    #expect(refusal([], hosts: .any) == nil)
  }

  @Test func otherHostsAreAdmittedByNameWhateverTheirSpelling() throws {
    let names = [try #require(HostName("Name.Tunnel.example.")), try #require(HostName("2001:DB8::1"))]
    let hosts = BrowserGuard.Hosts.loopback(and: Set(names))
    for host in [
      "name.tunnel.example", "NAME.tunnel.example:443", "name.tunnel.example.", "[2001:db8:0::1]:80",
    ] {
      #expect(refusal([("Host", host)], hosts: hosts) == nil, "\(host)")
    }
    for host in [
      "tunnel.example", "other.tunnel.example", "name.tunnel.example.evil.example", "[2001:db8::2]",
    ] {
      #expect(refusal([("Host", host)], hosts: hosts) == .host(host))
    }
  }

  @Test(arguments: [
    ("Origin", "http://evil.example"), ("origin", "null"), ("ORIGIN", ""),
    ("Origin", "http://localhost:3000"),
    ("Sec-Fetch-Site", "cross-site"), ("sec-fetch-site", "same-origin"), ("Sec-Fetch-Site", "none"),
  ]) func whatBrowsersSendIsRefusedInAnyCase(name: String, value: String) {
    for hosts in [BrowserGuard.Hosts.loopback(), .any] {
      guard case .browser(let field)? = refusal([("Host", "localhost"), (name, value)], hosts: hosts) else {
        Issue.record("\(name): \(value) was admitted")
        continue
      }
      #expect(field.lowercased() == name.lowercased())
    }
  }

  @Test func theAnswerHoldsNothingThatWasSent() {
    let answer = BrowserGuard.Refusal.host("<b>evil").response
    #expect(answer.status == 403)
    #expect(!String(decoding: answer.body, as: UTF8.self).contains("evil"))
  }

  /// A request can name its host in two places, so the server and what stands behind it must not disagree on it.
  @Test func aTargetThatIsAURLKeepsItsAuthority() throws {
    let test = try ServerUnderTest()
    _ = try test.exchange("GET http://Evil.example:80/a HTTP/1.1\r\nHost: localhost\r\n\r\n")
    _ = try test.exchange("GET HTTPS://u@evil.example?b HTTP/1.1\r\nHost: localhost\r\n\r\n")
    _ = try test.exchange("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(test.requests.map(\.authority) == ["Evil.example:80", "u@evil.example", nil])
    let twice = "Host: localhost\r\nHost: evil.example\r\n\r\n"
    #expect(try test.exchange("GET / HTTP/1.1\r\n" + twice).status == 400)
    #expect(try test.exchange("GET / HTTP/1.0\r\n" + twice).status == 400)
  }
}
