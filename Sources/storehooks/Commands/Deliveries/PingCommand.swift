import Diagnostics
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

  static func document(of errors: [Diagnostic]) -> (any Encodable)? {
    PingDocument([], errors: errors, statistics: .init())
  }

  let session: Session

  func run() async throws -> CommandResult {
    let scope = try await session.webhookScope()
    let client = scope.connection.client
    let (results, signal) = await session.interruptible { interruption in
      let follower = session.follower(client, isStopped: { interruption.isRequested })
      return await session.ping(scope.webhooks, client, follower)
    }
    let hasFailed = !scope.errors.isEmpty || results.contains { $0.outcome.isFailure }
    let report = PingReport(
      results, errors: scope.errors, warnings: scope.warnings, statistics: scope.statistics)
    return CommandResult(
      report, scope.warnings,
      exitCode: signal.map(ExitCode.interrupted(by:)) ?? (hasFailed ? .failed : .done))
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
}
