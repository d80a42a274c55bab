import CommandLine
import Reports
import Cryptography
import HTTPTransport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `storehooks trigger`: sends sample events to a receiver.
struct TriggerCommand {
  let context: CommandContext

  func run() async throws -> Int32 {
    let options = context.invocation.options
    let event = try EventsCommand.event(named: context.invocation.arguments.first ?? "")
    var sample = SampleEvent(event)
    for setting in options.strings("set") { try sample.set(setting) }
    let url = try receiver()
    let secret = try context.namedSecrets().secrets.first
    let transport = try context.transport()
    if secret == nil { context.note("no --secret-env: the event isn't signed") }
    var results: [TriggerResult] = []
    for _ in 0..<(options.integer("count") ?? 1) {
      let id = UUID().uuidString.lowercased()
      let result = await send(sample.body(id: id, at: Date()), id: id, to: url, secret, over: transport)
      results.append(result)
      if context.options.format != .json {
        context.output.deliver(TriggerText(style: context.style).line(of: result, type: event.type))
      }
    }
    switch context.options.format {
    case .json: context.output.deliver(TriggerDocument(results).json())
    case .text, .markdown, .gitlab, .junit:
      if results.count > 1 { context.output.deliver(TriggerText(style: context.style).tally(results)) }
    }
    return results.allSatisfy(\.isAccepted) ? Program.ExitCode.done : Program.ExitCode.failed
  }

  /// The URL of the receiver, on this machine unless others are allowed.
  private func receiver() throws(CommandFailure) -> String {
    guard let text = context.invocation.options.string("to") else {
      throw .usage("trigger needs --to, the receiver's URL")
    }
    let url: RequestURL
    do throws(TransportError) {
      url = try RequestURL(text)
    } catch {
      throw .usage("--to: \(error.detail)")
    }
    guard url.isLoopback || context.invocation.options.flag("allow-remote") else {
      throw .usage(
        "--to: the receiver isn't on this machine, and would be told of an event that never happened;"
          + " add --allow-remote if it may")
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
