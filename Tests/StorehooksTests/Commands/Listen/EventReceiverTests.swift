@testable import Reports
import Cryptography
import Dispatch
@testable import LoopbackServer
import Synchronization
import TestSupport
import Testing
import WebhookReceiver

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `listen` does with requests, without a socket.
@Suite struct EventReceiverTests {
  /// What a receiver reported.
  private final class Log: Sendable {
    let reports = Mutex<[ListenReport]>([])
    let warnings = Mutex<[String]>([])
    let failures = Mutex<Int>(0)
    let isBroken = Mutex(false)

    var observer: EventReceiver.Observer {
      EventReceiver.Observer(
        report: { report in
          if self.isBroken.withLock({ $0 }) { throw OutputError.readerClosed }
          self.reports.withLock { $0.append(report) }
        },
        warn: { text in self.warnings.withLock { $0.append(text) } },
        giveUp: { _ in self.failures.withLock { $0 += 1 } })
    }
  }

  private static let ping = #"{"data":{"type":"webhookPingCreated","id":"p"}}"#

  private func post(_ body: String = ping, signature: String? = nil) -> ServerRequest {
    ServerRequest(
      method: "POST", target: "/",
      headers: [("Host", "localhost")] + (signature.map { [("X-APPLE-Signature", $0)] } ?? []),
      body: Array(body.utf8))
  }

  @Test func anEventThatCanNotBePrintedIsNotAccepted() {
    let log = Log()
    let receiver = EventReceiver(.init(), observer: log.observer)
    log.isBroken.withLock { $0 = true }
    #expect(receiver.respond(to: post()).status == 500)
    #expect(receiver.tally == ListenTally(failed: 1))
    #expect(receiver.underWay == 0)
    #expect(log.failures.withLock { $0 } == 1)
  }

  @Test func anEventThatCanNotBeSavedIsNotAccepted() throws {
    let log = Log()
    try TemporaryDirectory.with { directory in
      let path = directory.file("events")
      var settings = EventReceiver.Settings()
      settings.folder = try EventFolder(path: path)
      let receiver = EventReceiver(settings, observer: log.observer)
      #expect(rmdir(path) == 0)
      #expect(receiver.respond(to: post()).status == 500)
      #expect(receiver.tally == ListenTally(failed: 1))
      #expect(log.reports.withLock { $0.isEmpty })
      #expect(log.warnings.withLock { $0 } == ["can't write to '\(path)': No such file or directory"])
      #expect(mkdir(path, 0o700) == 0)
      #expect(receiver.respond(to: post()).status == 200)
      #expect(receiver.tally == ListenTally(accepted: 1, failed: 1))
      #expect(log.failures.withLock { $0 } == 0)
    }
  }

  @Test func turnsAwayWhatIsTooMuchAndSaysSoOncePerFlood() {
    let log = Log()
    let (entered, release) = (Turnstile(), Turnstile())
    var observer = log.observer
    let report = observer.report
    observer.report = { value in
      entered.signal()
      release.wait()
      try report(value)
    }
    var settings = EventReceiver.Settings()
    settings.limit = 2
    let receiver = EventReceiver(settings, observer: observer)
    for round in 1...2 {
      let done = Turnstile()
      for _ in 0..<2 {
        DispatchQueue(label: "delivery").async {
          _ = receiver.respond(to: post())
          done.signal()
        }
      }
      for _ in 0..<2 { entered.wait() }
      for _ in 0..<3 {
        let response = receiver.respond(to: post())
        #expect(response.status == 503)
        #expect(response.headers.contains { $0.name == "Retry-After" })
      }
      for _ in 0..<2 { release.signal() }
      for _ in 0..<2 { done.wait() }
      #expect(receiver.tally == ListenTally(accepted: 2 * round, overflowed: 3 * round))
      #expect(log.warnings.withLock { $0.count } == round)
    }
    #expect(receiver.underWay == 0)
  }

  @Test func checksTheSignatureBeforeAnythingElse() throws {
    let log = Log()
    var settings = EventReceiver.Settings()
    settings.secrets = NamedSecrets(names: ["NAME"], secrets: [Secret("example")])
    settings.status = 503
    let receiver = EventReceiver(settings, observer: log.observer)
    let code = try HMACSHA256.authenticationCode(for: Array("{}".utf8), key: Secret("example"))
    #expect(receiver.respond(to: post("{}")).status == 401)
    #expect(receiver.respond(to: post("{}", signature: Hexadecimal.encode(code))).status == 400)
    let right = try HMACSHA256.authenticationCode(for: Array(Self.ping.utf8), key: Secret("example"))
    #expect(receiver.respond(to: post(signature: "hmacsha256=\(Hexadecimal.encode(right))")).status == 503)
    #expect(receiver.tally == ListenTally(accepted: 1, refused: 1, malformed: 1))
  }
}

/// Lets threads wait for each other, but not those of tasks.
private final class Turnstile: Sendable {
  private let count = LockedValue(0)
  func signal() { count.withLock { $0 += 1 } }
  func wait() {
    blockUntil {
      count.withLock { count in
        guard count > 0 else { return false }
        count -= 1
        return true
      }
    }
  }
}
