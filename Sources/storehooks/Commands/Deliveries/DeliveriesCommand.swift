import AppStoreConnect
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `storehooks deliveries`: lists what was delivered, and sums it up.
struct DeliveriesCommand {
  let context: CommandContext

  func run() async throws -> Int32 {
    let now = Date()
    let window = try context.deliveryWindow(now: now)
    guard let scope = try await context.webhookScope() else { return Program.ExitCode.invalidFile }
    let (lists, unread) = await context.readDeliveries(scope, window)
    let options = context.invocation.options
    let listing = DeliveryListing(
      lists, window, now: now, failedOnly: options.flag("failed"), limit: options.integer("limit"),
      showsPayloads: options.flag("payload"))
    let errors = scope.errors + unread
    let warnings = scope.warnings
    var document = DeliveriesDocument(listing, errors: errors, statistics: scope.statistics)
    document.warnings = Message.list(warnings)
    try context.publish(
      json: document, markdown: DeliveriesMarkdown().report(listing, errors: errors + warnings),
      text: DeliveriesText(
        style: context.style, width: context.terminal.width, hasTimeline: context.terminal.isTerminal
      ).render(listing, scope.statistics))
    return errors.isEmpty ? Program.ExitCode.done : Program.ExitCode.failed
  }
}

/// What `deliveries` shows.
struct DeliveryListing: Sendable {
  /// A delivery and its webhook.
  struct Row: Sendable {
    var webhook: WebhookReference
    var delivery: DeliveryRecord
  }

  /// Webhook by webhook, all deliveries of the window, also those that aren't shown.
  var lists: [WebhookDeliveries]
  var window: DeliveryWindow
  var now: Date
  /// The end of the window, or now where it lies ahead.
  var end: Date { window.until.map { min($0, now) } ?? now }
  /// What is shown, newest first.
  var rows: [Row]
  /// How many there are to show without a limit.
  var available: Int
  var showsPayloads: Bool

  init(
    _ lists: [WebhookDeliveries], _ window: DeliveryWindow, now: Date, failedOnly: Bool = false,
    limit: Int? = nil, showsPayloads: Bool = false
  ) {
    self.lists = lists.filter { $0.failure == nil }
    self.window = window
    self.now = now
    self.showsPayloads = showsPayloads
    let all = lists.flatMap { list in list.read.map { Row(webhook: list.webhook, delivery: $0) } }
      .filter { !failedOnly || $0.delivery.state == .failed }
      .newestFirst(by: \.delivery)
    available = all.count
    rows = limit.map { Array(all.prefix($0)) } ?? all
  }
}
