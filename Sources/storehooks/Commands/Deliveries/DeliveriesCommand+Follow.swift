import AppStoreConnect
import CommandLine
import DesiredState
import Diagnostics
import Reconciler
import Reports

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension DeliveriesCommand {
  /// For more webhooks the user has to choose, because every look is a request for each.
  private static let mostFollowed = 50

  /// Reports deliveries as they come, until a signal or `--until` ends it.
  func follow(now: Date) async throws -> CommandResult {
    try checkFollowing()
    let since = session.options.isGiven(Option.since.spec) ? try session.deliveryWindow(now: now).since : nil
    let until = try session.followedUntil(now: now)
    let scope = try await session.webhookScope()
    let (webhooks, client) = (scope.webhooks, scope.connection.client)
    guard session.isLimited || webhooks.count <= Self.mostFollowed else {
      throw CommandFailure.usage(
        "--follow would need \(grouped(webhooks.count)) requests for each look: choose webhooks with --app or --webhook"
      )
    }
    guard !webhooks.isEmpty else { throw CommandFailure.usage("there is no webhook to follow") }
    session.report(scope.warnings)
    let outcome = await session.interruptible(ending: client) { interruption in
      let watcher = DeliveryWatcher(
        reader: DeliveryReader(client: client, concurrency: session[.concurrency]),
        failedOnly: session[.failed], begin: now, isStopped: { interruption.isRequested })
      return await Result.catching {
        try await watcher.watch(webhooks, since: since, until: until) { try tell($0, webhooks.count) }
      }
    }.value
    let watched = try outcome.get()
    var findings = scope.findings
    findings.errors += watched.failing.failures
    let end = watched.isEmpty ? [Diagnostic.error("no webhook is left to follow", at: nil)] : []
    findings.errors += end
    return CommandResult(
      FollowReport.summary(webhooks: webhooks.count, watched, findings), end,
      exitCode: findings.errors.isEmpty ? .done : .failed)
  }

  private func checkFollowing() throws(CommandFailure) {
    for option in [Option.limit.spec, Option.minSuccess.spec] where session.options.isGiven(option) {
      throw .usage("--follow can't be combined with \(option.spelling)")
    }
    if session[.format] == .markdown { throw .usage("--follow can't be combined with --format markdown") }
  }

  private func tell(_ event: DeliveryWatcher.Event, _ webhooks: Int) throws {
    session.report(event.diagnostics)
    switch event {
    case .following(let interval):
      session.note(
        "following \(counted("webhook", webhooks)), with a look every \(HumanDuration(interval)); press Ctrl-C to end"
      )
      if session[.format] == .json {
        try session.emit(FollowReport.following(webhooks: webhooks, interval: interval))
      }
    case .delivery(let item):
      try session.emit(FollowReport.delivery(item, showsPayload: session[.payload]))
    case .failures, .gone, .outOfQuota: break
    }
  }
}

extension Result where Failure == any Error {
  fileprivate static func catching(_ work: () async throws -> Success) async -> Self {
    do { return .success(try await work()) } catch { return .failure(error) }
  }
}
