import CommandLine
import Reports
import AppStoreConnect
import Reconciler

/// `storehooks ping`: tests webhooks and reports what their receivers make of it.
struct PingCommand: Command {
  static let specification = CommandSpec(
    name: "ping",
    abstract: "Send a test event to webhooks and see whether it arrives",
    discussion: [
      """
      Asks App Store Connect to send a test event to every selected webhook, and follows each delivery until \
      the receiver answers or the time is up. Skips disabled webhooks.
      """,
      webhookChoice,
    ],
    options: [Option.webhook.spec, Option.wait.spec],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Every test event arrived"),
      .init(1, "One didn't arrive, or a webhook could not be read"),
      .wrongUsage, .invalidFile, .interrupted,
    ],
    examples: [
      .init("Test all webhooks of the file's apps", "storehooks ping"),
      .init("Test one webhook", "storehooks ping --app com.example.notes --webhook Triage"),
      .init("Test every webhook of the account, for a script", "storehooks ping --app '*' --format json"),
    ])

  let session: Session

  func run() async throws -> ExitCode {
    guard let scope = try await session.webhookScope() else { return .invalidFile }
    let client = scope.connection.client
    let (results, signal) = await session.interruptible { interruption in
      let follower = session.follower(client, isStopped: { interruption.isRequested })
      return await session.ping(scope.webhooks, client, follower)
    }
    try show(results, scope)
    if let signal { return .interrupted(by: signal) }
    let hasFailed = !scope.errors.isEmpty || results.contains { $0.outcome.isFailure }
    return hasFailed ? ExitCode.failed : ExitCode.done
  }

  private func show(_ results: [PingResult], _ scope: WebhookScope) throws {
    let warnings = scope.warnings
    session.report(warnings)
    var document = PingDocument(results, errors: scope.errors, statistics: scope.statistics)
    document.warnings = Message.list(warnings)
    try session.publish(
      json: document, markdown: PingMarkdown.report(results, errors: scope.errors, warnings: warnings),
      text: PingText(style: session.style, width: session.terminal.width)
        .render(results, unread: scope.errors.count, scope.statistics))
  }
}

extension Session {
  /// What follows deliveries for as long as `--wait` says.
  func follower(_ client: Client, isStopped: @escaping @Sendable () -> Bool) -> DeliveryFollower {
    DeliveryFollower(
      client: client, wait: self[.wait],
      clock: program.clock, isStopped: isStopped)
  }

  /// Tests webhooks.
  func ping(
    _ webhooks: [WebhookReference], new: Set<String> = [], _ client: Client, _ follower: DeliveryFollower
  ) async -> [PingResult] {
    await progress.show("Testing webhooks", counting: "webhook") { update in
      await Pinger(client: client, follower: follower).ping(webhooks, new: new, progress: update)
    }
  }

  /// Shows what came of testing webhooks after another report; where that is one document, only failures, as
  /// errors.
  func show(_ results: [PingResult], heading: String, failedHeading: String) throws {
    switch self[.format] {
    case .text:
      let text = PingText(style: style, width: terminal.width)
      output.deliver("\n" + text.render(results, heading: heading, failedHeading: failedHeading))
    case .json, .markdown, .gitlab, .junit:
      report(results.compactMap(\.failure))
    }
  }
}
