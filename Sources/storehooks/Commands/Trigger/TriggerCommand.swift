import Diagnostics
import Events
import CommandLine
import Reports
import Cryptography
import HTTPTransport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct TriggerCommand: Command {
  static let specification = CommandSpec(
    name: "trigger",
    abstract: "Send a sample event to a receiver",
    discussion: [
      """
      Sends the sample payload of an event type, as 'storehooks events TYPE' shows it, to a receiver on this \
      machine: signed as App Store Connect signs it, and with its own ID and time, so that receivers take it \
      as new. Shows what the receiver answered and how long that took. With 'storehooks listen' or your own \
      receiver, that is all you need for development; no account is needed.
      """
    ],
    arguments: [
      .init(
        name: "TYPE", help: "The event type, as in webhooks.yaml or as in a payload",
        suggestions: EventCatalogue.all.map { .init($0.type, says: $0.summary) })
    ],
    options: [
      Option.to.spec, Option.allowRemote.saying("Accept a URL that is not on this machine").spec,
      Option.secretEnv.saying(
        "Environment variable with the webhook's secret; without it the event isn't signed", repeatable: false
      ).spec,
      Option.set.spec, Option.count.spec,
    ],
    relevantGroups: [.output, .general], withoutEffect: [Option.verbose.spec],
    exitCodes: [
      .init(0, "The receiver answered every event with a status from 200 to 299"),
      .init(1, "It answered one with another status, or not at all"), .wrongUsage,
    ],
    examples: [
      .init(
        "Send a test event to a receiver on this machine",
        "storehooks trigger WEBHOOK_PING_CREATED --to http://127.0.0.1:9000/"),
      .init("Send ten", "storehooks trigger WEBHOOK_PING_CREATED --to http://[::1]:9000/ --count 10"),
    ])

  static func report(of failure: Findings) -> (any Report)? { TriggerReport([], errors: failure.errors) }

  let session: Session

  func run() async throws -> CommandResult {
    let event = try Session.event(named: session.arguments.first ?? "")
    var sample = SampleEvent(event)
    for setting in session[.set] { try sample.set(setting) }
    let url = try receiver()
    let secret = try session.namedSecrets().secrets.first
    let transport = try session.transport()
    if secret == nil { session.note("no --secret-env: the event isn't signed") }
    var results: [TriggerResult] = []
    for _ in 0..<session[.count] {
      let id = UUID().uuidString.lowercased()
      let body = sample.body(id: id, at: session.program.now())
      let result = await send(body, id: id, to: url, secret, over: transport)
      results.append(result)
      session.deliver(TriggerReport.Line(result, type: event.type))
    }
    return CommandResult(
      TriggerReport(results), exitCode: results.allSatisfy(\.isAccepted) ? .done : .failed)
  }

  private func receiver() throws(CommandFailure) -> String {
    guard let text = session[.to] else {
      throw .usage("trigger needs --to, the receiver's URL")
    }
    let url: RequestURL
    do throws(TransportError) {
      url = try RequestURL(text)
    } catch {
      throw .usage("--to: \(error.detail)")
    }
    guard url.isLoopback || session[.allowRemote] else {
      throw .usage(
        "--to: the receiver isn't on this machine and would hear of an event that never happened; add "
          + "--allow-remote if that is all right"
      )
    }
    return text
  }

  private func send(
    _ body: [UInt8], id: String, to url: String, _ secret: Secret?, over transport: some Transport
  ) async -> TriggerResult {
    var headers: HTTPHeaders = ["Content-Type": "application/json"]
    let start = ContinuousClock.now
    do {
      if let secret {
        let code = try HMACSHA256.authenticationCode(for: body, key: secret)
        headers["x-apple-signature"] = "hmacsha256=\(Hexadecimal.encode(code))"
      }
      let response = try await transport.send(HTTPRequest(.post, url, headers: headers, body: body))
      let answer = String(decoding: response.body.prefix(TriggerResult.answerLimit), as: UTF8.self)
      let isTold = secret?.exposedText.map { answer.contains($0) } ?? false
      return TriggerResult(
        id: id, url: url, status: response.status, duration: start.duration(to: .now),
        answer: isTold ? "(withheld: it repeats the secret)" : answer)
    } catch {
      let reason = (error as? TransportError)?.detail ?? "\(error)"
      return TriggerResult(id: id, url: url, duration: start.duration(to: .now), error: reason)
    }
  }
}

extension Option<String?> {
  fileprivate static let to = value("to", "URL", .url, "The receiver's URL")
}

extension Option<[String]> {
  fileprivate static let set = values(
    "set", "NAME=VALUE", .string,
    "Set an attribute, or add one; write lists as A,B")
}

extension Option<Int> {
  fileprivate static let count = value(
    "count", "N", .integer(1...10_000), default: 1, "How many events to send, one after the other")
}
