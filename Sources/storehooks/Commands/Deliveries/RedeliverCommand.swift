import CommandLine
import Reports
import AppStoreConnect
import Reconciler

struct RedeliverCommand: Command {
  static let specification = CommandSpec(
    name: "redeliver",
    abstract: "Send deliveries again",
    discussion: [
      """
      Asks App Store Connect to send events again: those of the deliveries you name, or with --failed each \
      event whose delivery failed, once. --failed leaves out events that were delivered later, test events, \
      and disabled webhooks. Every webhook gets one delivery at a time, which is followed to its end before \
      the next one.
      """,
      webhookChoice
        + " A delivery ID is looked up there, so that the new delivery can be followed.",
    ],
    arguments: [
      .init(
        name: "DELIVERY", help: "ID of a delivery, as 'storehooks deliveries' lists it", isOptional: true,
        isRepeatable: true)
    ],
    options: [
      Option.failed.saying("Send again everything that failed").spec, Option.webhook.spec, Option.since.spec,
      Option.until.spec, Option.wait.spec, Option.dryRun.spec,
    ],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Everything arrived, or was sent and not followed"),
      .init(1, "Something didn't arrive, or could not be read"), .wrongUsage, .invalidFile, .interrupted,
    ],
    examples: [
      .init("See what would be sent again", "storehooks redeliver --failed --dry-run"),
      .init("Send again everything that failed in two days", "storehooks redeliver --failed --since 2d"),
      .init(
        "Send one delivery again",
        "storehooks redeliver 5e7cbd1c-0000-4000-8000-000000000001"),
    ])

  static func report(of failure: Findings) -> (any Report)? {
    RedeliverReport(RedeliveryPlan(), results: [], failure)
  }

  let session: Session

  private struct Work {
    var connection: Connection
    var plan: RedeliveryPlan
    var findings = Findings()
  }

  func run() async throws -> CommandResult {
    try checkUsage()
    let ids = session.arguments
    let work = try await ids.isEmpty ? failures() : deliveries(ids)
    guard !session[.dryRun] else {
      return result(nil, work, exitCode: work.findings.errors.isEmpty ? .done : .failed)
    }
    let client = work.connection.client
    let (outcome, signal) = await session.interruptible { interruption in
      let redeliverer = Redeliverer(
        client: client, follower: session.follower(client, isStopped: { interruption.isRequested }),
        concurrency: session[.concurrency])
      return await session.progress.show("Sending again", counting: "webhook") { update in
        await redeliverer.redeliver(work.plan.redeliveries, progress: update)
      }
    }
    let results: [RedeliveryResult]
    do throws(ClientError) {
      results = try outcome.get()
    } catch {
      throw CommandFailure(message: "no delivery could be sent again: \(error.common)")
    }
    let hasFailed = !work.findings.errors.isEmpty || results.contains { $0.outcome.isFailure }
    return result(
      results, work, exitCode: signal.map(ExitCode.interrupted(by:)) ?? (hasFailed ? .failed : .done))
  }

  private func checkUsage() throws {
    let hasIDs = !session.arguments.isEmpty
    guard hasIDs || session[.failed] else {
      throw CommandFailure.usage(
        "say what to send again: --failed, or delivery IDs from 'storehooks deliveries'")
    }
    guard hasIDs else { return }
    for option in [Option.failed.spec, Option.since.spec, Option.until.spec]
    where session.options.isGiven(option) {
      throw CommandFailure.usage(
        "\(option.spelling) can't be combined with delivery IDs")
    }
  }

  private func failures() async throws -> Work {
    let now = session.program.now()
    let window = try session.deliveryWindow(now: now)
    var scope = try await session.webhookScope()
    // Read up to now, because an event that has arrived since isn't sent again.
    let whole = DeliveryWindow(since: window.since, now: now) ?? window
    let lists = await session.readDeliveries(&scope, whole)
    return Work(
      connection: scope.connection, plan: .failures(in: lists, window), findings: scope.findings)
  }

  private func deliveries(_ ids: [String]) async throws -> Work {
    let isFollowed = session[.wait] != .zero || session[.dryRun]
    guard session.selectsWebhooks, isFollowed || session.isLimited else {
      return Work(connection: try session.connection(), plan: .deliveries(ids, in: []))
    }
    var scope = try await session.webhookScope()
    let lists = await session.readDeliveries(&scope, .all(now: session.program.now()))
    let plan = RedeliveryPlan.deliveries(ids, in: lists)
    if session.isLimited, let unknown = plan.redeliveries.first(where: { $0.webhook == nil }) {
      let isComplete = scope.errors.isEmpty
      throw CommandFailure(
        message: "no selected webhook\(isComplete ? "" : " that could be read") has a delivery"
          + " '\(unknown.deliveryId)' in the last ten days; nothing was sent",
        exitCode: isComplete ? ExitCode.usage : ExitCode.failed)
    }
    return Work(connection: scope.connection, plan: plan, findings: scope.findings)
  }

  private func result(_ results: [RedeliveryResult]?, _ work: Work, exitCode: ExitCode) -> CommandResult {
    var findings = work.findings
    findings.statistics = work.connection.client.statistics
    let failures = results?.callFailures ?? []
    findings.errors += failures
    return CommandResult(RedeliverReport(work.plan, results: results, findings), failures, exitCode: exitCode)
  }
}

extension Option<Bool> {
  fileprivate static let dryRun = flag("dry-run", "Only show what would be sent again")
}
