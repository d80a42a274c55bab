import Reports
import LoopbackServer
import Platform
import Synchronization
import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Answers deliveries: verifies each, prints it, saves it, and has the command run for it.
///
/// A delivery is accepted only once it is printed and saved: what is lost was never accepted, and App Store Connect can
/// be asked to deliver it again. Several threads may call it at once.
final class EventReceiver: Sendable {
  struct Settings: Sendable {
    var secrets = NamedSecrets()
    var browsers = BrowserGuard()
    var folder: EventFolder?
    var command: EventCommand?
    var status = 200
    /// How many events may be under way: being printed or saved, or waiting for the command.
    var limit = 256
    var now: @Sendable () -> Date = { Date() }
  }

  struct Observer: Sendable {
    var report: @Sendable (ListenReport) throws -> Void
    var warn: @Sendable (String) -> Void
    /// Is told that it makes no sense to go on.
    var giveUp: @Sendable (any Error) -> Void
  }

  private struct State: Sendable {
    var tally = ListenTally.none
    var underWay = 0
    var hasWarned = false
  }

  private let settings: Settings
  private let observer: Observer
  private let state = Mutex(State())

  init(_ settings: Settings, observer: Observer) {
    self.settings = settings
    self.observer = observer
  }

  var tally: ListenTally { state.withLock { $0.tally } }

  var underWay: Int { state.withLock { $0.underWay } }

  func respond(to request: ServerRequest) -> ServerResponse {
    if let refusal = settings.browsers.refusal(of: request) {
      observer.warn("answered 403 to \(request.method) \(request.target): \(refusal)\(remedy(for: refusal))")
      return refusal.response
    }
    guard request.method == "POST" else {
      observer.warn("answered 405 to \(request.method) \(request.target): deliveries are POSTs")
      return .plain(405, "deliveries are sent with POST", headers: [("Allow", "POST")])
    }
    var event = ReceivedEvent(
      receivedAt: settings.now(), body: request.body,
      notification: try? WebhookNotification(body: request.body), signature: .unverified)
    event.signature = signature(of: request)
    if case .refused(let reason) = event.signature {
      return turnAway(event, 401, reason.description, counting: \.refused)
    }
    guard let notification = event.notification else {
      return turnAway(event, 400, "the body is not a notification", counting: \.malformed)
    }
    guard admit() else {
      return .plain(503, "too many events are under way", headers: [("Retry-After", "1")])
    }
    return accept(event, notification)
  }

  private func remedy(for refusal: BrowserGuard.Refusal) -> String {
    guard case .host(let host?) = refusal, let name = HostName(authority: host) else { return "" }
    return "; if that is your tunnel, use --secret-env or --allow-host \(name.text)"
  }

  private func signature(of request: ServerRequest) -> ReceivedEvent.Signature {
    guard let verifier = settings.secrets.verifier else { return .unverified }
    let verdict = verifier.verify(request.body, signature: request[SignatureVerifier.headerName])
    switch verdict {
    case .valid: return .verified(secret: settings.secrets.name(of: verdict) ?? "")
    case .invalid(let reason): return .refused(reason)
    }
  }

  private func admit() -> Bool {
    let (isAdmitted, isFirst) = state.withLock { state in
      guard state.underWay >= settings.limit else {
        state.underWay += 1
        if state.underWay <= settings.limit / 2 { state.hasWarned = false }
        return (true, false)
      }
      defer { state.hasWarned = true }
      state.tally.overflowed += 1
      return (false, !state.hasWarned)
    }
    if isFirst {
      observer.warn(
        "\(counted("event", settings.limit)) under way, the limit of --queue; more are answered with 503")
    }
    return isAdmitted
  }

  private func accept(_ event: ReceivedEvent, _ notification: WebhookNotification) -> ServerResponse {
    var event = event
    event.status = settings.status
    do {
      event.file = try settings.folder?.save(event.body, of: notification, at: event.receivedAt)
      try observer.report(.event(event))
    } catch {
      release { $0.failed += 1 }
      guard let failure = error as? EventFolder.Failure else {
        observer.giveUp(error)
        return .plain(500, "the event could not be printed")
      }
      observer.warn(failure.message)
      return .plain(500, "the event could not be saved")
    }
    guard let command = settings.command else {
      release { $0.accepted += 1 }
      return ServerResponse(status: settings.status)
    }
    state.withLock { $0.tally.accepted += 1 }
    command.submit(event) { [self] run in
      // An event is under way until everything about it has been said.
      tell(.command(run))
      release {
        $0.commands += 1
        if !run.succeeded { $0.failedCommands += 1 }
      }
    }
    return ServerResponse(status: settings.status)
  }

  private func release(_ count: (inout ListenTally) -> Void) {
    state.withLock { state in
      state.underWay -= 1
      count(&state.tally)
    }
  }

  private func turnAway(
    _ event: ReceivedEvent, _ status: Int, _ reason: String,
    counting count: WritableKeyPath<ListenTally, Int> & Sendable
  ) -> ServerResponse {
    state.withLock { $0.tally[keyPath: count] += 1 }
    var event = event
    event.status = status
    tell(.event(event))
    return .plain(status, reason)
  }

  private func tell(_ report: ListenReport) {
    do {
      try observer.report(report)
    } catch {
      observer.giveUp(error)
    }
  }
}

extension ServerResponse {
  /// An answer with a line of text, which App Store Connect shows with the delivery.
  fileprivate static func plain(
    _ status: Int, _ line: String, headers: [(name: String, value: String)] = []
  ) -> Self {
    Self(
      status: status, headers: [("Content-Type", "text/plain; charset=utf-8")] + headers,
      body: Array("\(line)\n".utf8))
  }
}
