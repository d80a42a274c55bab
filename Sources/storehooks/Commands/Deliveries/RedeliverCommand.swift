import CommandLine
import Reports
import AppStoreConnect
import Diagnostics
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `storehooks redeliver`: sends deliveries again, by ID or all that failed, and reports what came of each.
struct RedeliverCommand {
  let context: CommandContext

  /// What is to be done, and what could not be read on the way to it.
  private struct Work {
    var connection: Connection
    var plan: RedeliveryPlan
    var errors: [Diagnostic] = []
    var warnings: [Diagnostic] = []
  }

  func run() async throws -> Int32 {
    try checkUsage()
    let ids = context.invocation.arguments
    guard let work = try await ids.isEmpty ? failures() : deliveries(ids) else {
      return Program.ExitCode.invalidFile
    }
    if context.invocation.options.flag("dry-run") {
      try show([], work, isDryRun: true)
      return work.errors.isEmpty ? Program.ExitCode.done : Program.ExitCode.failed
    }
    let client = work.connection.client
    let (results, signal) = await context.interruptible { interruption in
      let redeliverer = Redeliverer(
        client: client, follower: context.follower(client, isStopped: { interruption.isRequested }),
        concurrency: context.options.concurrency)
      return await context.progress.show("Sending again", counting: "webhook") { update in
        await redeliverer.redeliver(work.plan.redeliveries, progress: update)
      }
    }
    try show(results, work, isDryRun: false)
    if let signal { return Program.ExitCode.interrupted(by: signal) }
    let hasFailed = !work.errors.isEmpty || results.contains { $0.outcome.isFailure }
    return hasFailed ? Program.ExitCode.failed : Program.ExitCode.done
  }

  private func checkUsage() throws {
    let options = context.invocation.options
    let hasIDs = !context.invocation.arguments.isEmpty
    guard hasIDs || options.flag("failed") else {
      throw CommandFailure.usage(
        "say what to send again: IDs of deliveries, which 'storehooks deliveries' lists, or --failed")
    }
    guard hasIDs else { return }
    for option in ["failed", "since", "until"] where options.isGiven(option) {
      throw CommandFailure.usage("--\(option) chooses among failures, and goes without IDs of deliveries")
    }
  }

  /// All that failed in the window, at the selected webhooks.
  private func failures() async throws -> Work? {
    let now = Date()
    let window = try context.deliveryWindow(now: now)
    guard let scope = try await context.webhookScope() else { return nil }
    // Read up to now: an event that has arrived since isn't sent again.
    let whole = DeliveryWindow(since: window.since, now: now) ?? window
    let (lists, errors) = await context.readDeliveries(scope, whole)
    return Work(
      connection: scope.connection, plan: .failures(in: lists, window), errors: scope.errors + errors,
      warnings: scope.warnings)
  }

  /// The deliveries of these IDs, wherever they are.
  private func deliveries(_ ids: [String]) async throws -> Work? {
    let options = context.invocation.options
    let isFollowed = options.duration("wait") != .zero || options.flag("dry-run")
    guard context.selectsWebhooks, isFollowed || context.isLimited else {
      return Work(connection: try context.connection(), plan: .deliveries(ids, in: []))
    }
    guard let scope = try await context.webhookScope() else { return nil }
    let (lists, errors) = await context.readDeliveries(scope, .all(now: Date()))
    let plan = RedeliveryPlan.deliveries(ids, in: lists)
    if context.isLimited, let unknown = plan.redeliveries.first(where: { $0.webhook == nil }) {
      let isComplete = scope.errors.isEmpty && errors.isEmpty
      throw CommandFailure(
        message: "no selected webhook\(isComplete ? "" : " that could be read") has a delivery"
          + " '\(unknown.deliveryId)' of the last ten days; nothing was sent",
        exitCode: isComplete ? Program.ExitCode.usage : Program.ExitCode.failed)
    }
    return Work(
      connection: scope.connection, plan: plan, errors: scope.errors + errors, warnings: scope.warnings)
  }

  private func show(_ results: [RedeliveryResult], _ work: Work, isDryRun: Bool) throws {
    let statistics = work.connection.client.statistics
    let results = isDryRun ? nil : results
    var document = RedeliverDocument(
      work.plan, results: results, errors: work.errors, statistics: statistics)
    document.warnings = Message.list(work.warnings)
    try context.publish(
      json: document,
      markdown: DeliveriesMarkdown().report(
        work.plan, results: results, errors: work.errors + work.warnings),
      text: RedeliverText(
        style: context.style, width: context.terminal.width, listsSkipped: context.options.isVerbose
      ).render(work.plan, results: results, statistics))
  }
}
