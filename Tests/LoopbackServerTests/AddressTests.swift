import LoopbackServer
import TestSupport
import Testing

@Suite struct AddressTests {
  @Test(arguments: ["192.0.2.1", "0.0.0.0", "::", "8.8.8.8", "::ffff:127.0.0.1"])
  func refusesHostsThatOthersCanReach(host: String) {
    #expect(throws: ServerError.notLoopback(host)) { try LoopbackServer(host: host) { _ in .ok } }
  }

  @Test(arguments: ["example.com", "", "127.0.0", "localhost.evil.example"])
  func refusesHostsThatAreNoAddresses(host: String) {
    #expect(throws: ServerError.invalidHost(host)) { try LoopbackServer(host: host) { _ in .ok } }
  }

  @Test func listensElsewhereOnlyWhenAllowed() throws {
    let server = try LoopbackServer(host: "0.0.0.0", allowsOtherMachines: true) { _ in .ok }
    server.start()
    let connection = try RawConnection(port: server.port)
    connection.send(simpleGet)
    #expect(try connection.response().status == 200)
    #expect(throws: ServerError.addressNotAvailable("192.0.2.1")) {
      try LoopbackServer(host: "192.0.2.1", allowsOtherMachines: true) { _ in .ok }
    }
  }

  @Test(arguments: ["127.0.0.1", "127.1.2.3", "localhost"])
  func acceptsLoopback(host: String) throws {
    #expect(try LoopbackServer(host: host) { _ in .ok }.port != 0)
  }

  /// Machines without IPv6 have no such address, or no such address family.
  @Test func acceptsIPv6Loopback() throws {
    do {
      #expect(try LoopbackServer(host: "::1") { _ in .ok }.port != 0)
    } catch {
      switch error {
      case .addressNotAvailable, .system(call: "socket", code: _): break
      default: Issue.record(error)
      }
    }
  }

  @Test func saysThatAPortIsTaken() throws {
    let first = try LoopbackServer { _ in .ok }
    let error = ServerError.portInUse(host: "127.0.0.1", port: first.port)
    #expect(throws: error) { try LoopbackServer(port: first.port) { _ in .ok } }
    #expect(error.description.contains("port \(first.port)"))
    #expect(error.description.contains("choose another"))
  }
}
