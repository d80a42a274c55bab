import CommandLine
import Reports
import AppStoreConnect
import Reconciler

/// `storehooks ping`: tests webhooks and reports what their receivers make of it.
struct PingCommand {
  let context: CommandContext

  func run() async throws -> Int32 {
    guard let scope = try await context.webhookScope() else { return Program.ExitCode.invalidFile }
    let client = scope.connection.client
    let (results, signal) = await context.interruptible { interruption in
      let follower = context.follower(client, isStopped: { interruption.isRequested })
      return await context.ping(scope.webhooks, client, follower)
    }
    try show(results, scope)
    if let signal { return Program.ExitCode.interrupted(by: signal) }
    let hasFailed = !scope.errors.isEmpty || results.contains { $0.outcome.isFailure }
    return hasFailed ? Program.ExitCode.failed : Program.ExitCode.done
  }

  private func show(_ results: [PingResult], _ scope: WebhookScope) throws {
    let warnings = scope.warnings
    context.report(warnings)
    var document = PingDocument(results, errors: scope.errors, statistics: scope.statistics)
    document.warnings = Message.list(warnings)
    try context.publish(
      json: document, markdown: PingMarkdown.report(results, errors: scope.errors, warnings: warnings),
      text: PingText(style: context.style, width: context.terminal.width)
        .render(results, unread: scope.errors.count, scope.statistics))
  }
}

extension CommandContext {
  /// What follows deliveries for as long as `--wait` says.
  func follower(_ client: Client, isStopped: @escaping @Sendable () -> Bool) -> DeliveryFollower {
    DeliveryFollower(
      client: client, wait: invocation.options.duration("wait") ?? .seconds(60),
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
    switch options.format {
    case .text:
      let text = PingText(style: style, width: terminal.width)
      output.deliver("\n" + text.render(results, heading: heading, failedHeading: failedHeading))
    case .json, .markdown, .gitlab, .junit:
      report(results.compactMap(\.failure))
    }
  }
}
