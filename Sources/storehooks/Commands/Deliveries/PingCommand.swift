import CommandLine
import Reports
import AppStoreConnect
import Reconciler

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

  static func report(of failure: Findings) -> (any Report)? { PingReport([], failure) }

  let session: Session

  func run() async throws -> CommandResult {
    let scope = try await session.webhookScope()
    let client = scope.connection.client
    let (results, signal) = await session.interruptible { interruption in
      let follower = session.follower(client, isStopped: { interruption.isRequested })
      return await session.ping(scope.webhooks, client, follower)
    }
    var findings = scope.findings
    let failures = results.callFailures
    findings.errors += failures
    let hasFailed = !findings.errors.isEmpty || results.contains { $0.outcome.isFailure }
    return CommandResult(
      PingReport(results, findings), failures + findings.warnings,
      exitCode: signal.map(ExitCode.interrupted(by:)) ?? (hasFailed ? .failed : .done))
  }
}

extension Session {
  func follower(_ client: Client, isStopped: @escaping @Sendable () -> Bool) -> DeliveryFollower {
    DeliveryFollower(
      client: client, wait: self[.wait], clock: program.clock, now: program.now, isStopped: isStopped)
  }

  func ping(
    _ webhooks: [WebhookReference], new: Set<String> = [], _ client: Client, _ follower: DeliveryFollower
  ) async -> [PingResult] {
    await progress.show("Testing webhooks", counting: "webhook") { update in
      await Pinger(client: client, follower: follower).ping(webhooks, new: new, progress: update)
    }
  }
}
