import AppStoreConnect
import CommandLine
import Reconciler
import Reports

struct DeliveriesCommand: Command {
  static let specification = CommandSpec(
    name: "deliveries",
    abstract: "List what was delivered to webhooks, and what failed",
    discussion: [
      """
      Lists the deliveries of the selected webhooks, newest first, with a summary for each webhook that had any: \
      how many succeeded, the last success and the longest outage. On a terminal, a small chart shows the share \
      that succeeded over time. Webhooks without deliveries are counted; --verbose lists them.
      """,
      """
      With --follow, it prints new deliveries as they come, and those that App Store Connect has finished, until \
      Ctrl-C or a time in the future that --until names. It looks as often as leaves 30 % of the hour's quota to \
      others.
      """,
      webhookChoice,
    ],
    options: [
      Option.webhook.spec, Option.since.spec, Option.until.spec, Option.failed.spec, Option.limit.spec,
      Option.payload.spec, Option.follow.spec, Option.minSuccess.spec,
    ],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Done, whatever was delivered"), .init(1, "Failed, or a list could not be read"),
      .init(2, "Too few deliveries arrived; only with --min-success"),
      .wrongUsage, .invalidFile,
    ],
    examples: [
      .init("List the deliveries of a day", "storehooks deliveries"),
      .init("See what failed in three days", "storehooks deliveries --failed --since 3d"),
      .init("Watch an app's webhooks", "storehooks deliveries --app com.example.notes --follow"),
      .init("Fail a job if a webhook misses too much", "storehooks deliveries --min-success 95%"),
      .init(
        "See what an app's webhooks were sent",
        "storehooks deliveries --app com.example.notes --payload --limit 5"),
    ])

  static func report(of failure: Findings) -> (any Report)? { DeliveriesReport(nil, failure) }

  let session: Session

  func run() async throws -> CommandResult {
    let now = session.program.now()
    if session[.follow] { return try await follow(now: now) }
    let window = try session.deliveryWindow(now: now)
    let minimum = try session.minSuccess()
    var scope = try await session.webhookScope()
    let read = await session.readDeliveries(scope.webhooks, window, scope.connection, now: now)
    let (lists, failures) = (read.lists, read.lists.failures)
    let shortfalls = minimum.map { lists.shortfalls(below: $0) } ?? []
    scope.errors += failures
    scope.unread?.note(lists)
    scope.doubts = shortfalls + (Session.note(onUnread: read.unread).map { [.warning($0, at: nil)] } ?? [])
    session.report(failures + scope.warnings)
    let listing = DeliveryListing(
      lists, window, now: now, failedOnly: session[.failed], limit: session[.limit],
      showsPayloads: session[.payload])
    let findings = scope.findings
    let exitCode: ExitCode = shortfalls.isEmpty ? .done : .changesPresent
    return CommandResult(
      DeliveriesReport(listing, findings), exitCode: findings.errors.isEmpty ? exitCode : .failed)
  }
}

extension Option<Int?> {
  static let limit = value(
    "limit", "N", .integer(1...1_000_000), "List only the newest N; the summary covers all")
}

extension Option<Bool> {
  static let payload = flag("payload", "Also show the body that receivers get")
  fileprivate static let follow = flag(
    "follow", "Go on with new deliveries as they come; with --since, after those that there are")
}
