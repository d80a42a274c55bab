import CommandLine
import Reports
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
