import AppStoreConnect
import Diagnostics
import Platform
import Reconciler

struct RedeliverText {
  let style: Style
  var width: Int?
  /// Whether everything left out is listed instead of counted.
  var listsSkipped = false
  var zone = LocalTime.Zone.system

  /// - Parameter results: `nil` for a dry run.
  func render(
    _ plan: RedeliveryPlan, results: [RedeliveryResult]?, _ findings: Findings
  ) -> String {
    let table = results.map(table(of:)) ?? table(of: plan)
    let verdict = Self.verdict(plan, results).behind(findings.unread, of: "Reading")
    return table + details(results ?? []) + skipped(plan) + verdict.text(style: style)
      + " \(findings.statistics.text)\n"
  }

  private static let columns: [Table.Column] = [
    .init("TIME"), .init("APP"), .init("WEBHOOK", minimum: 12), DeliveriesText.event,
    .init("DELIVERY", room: .ifNothingIsCut),
  ]

  private func table(of plan: RedeliveryPlan) -> String {
    table(Self.columns, plan.redeliveries.map(cells(of:)))
  }

  private func table(of results: [RedeliveryResult]) -> String {
    let columns = Self.columns + [.init("RESULT"), .init("STATUS", isRightAligned: true)]
    return table(
      columns,
      results.map { result in
        cells(of: result.redelivery) + [
          .init(result.outcome.word) { [style] _ in result.outcome.styled(style) },
          .init(result.outcome.delivery?.httpStatus.map(String.init) ?? ""),
        ]
      })
  }

  private func table(_ columns: [Table.Column], _ rows: [[Table.Cell]]) -> String {
    rows.isEmpty
      ? "" : Table(columns: columns, rows: rows, headings: [1, 2]).render(width: width, style: style) + "\n"
  }

  private func cells(of redelivery: Redelivery) -> [Table.Cell] {
    let time = redelivery.delivery?.createdDate.map { LocalTime(date: $0, zone: zone) }
    return [
      .init(time?.description ?? "", short: time?.short),
      .init(redelivery.webhook?.appTitle ?? ""), .init(redelivery.webhook?.name ?? ""),
      .init(redelivery.delivery?.eventTitle ?? ""),
      .init(redelivery.deliveryId, short: Table.cut(redelivery.deliveryId, to: DeliveriesText.shortID)),
    ]
  }

  private func details(_ results: [RedeliveryResult]) -> String {
    let blocks = results.gathered { $0.remarks(\.likeness) }.compactMap { results -> String? in
      let remarks = results[0].remarks(results.count == 1 ? \.self : \.common)
      guard !remarks.isEmpty else { return nil }
      let ids = TerminalText.escaped(namedAtLength(results.map(\.redelivery.deliveryId)))
      return style.bold(ids) + "\n" + remarks.map { "  \(TerminalText.escaped($0))\n" }.joined()
    }
    return blocks.isEmpty ? "" : blocks.joined() + "\n"
  }

  private func skipped(_ plan: RedeliveryPlan) -> String {
    guard listsSkipped, !plan.skipped.isEmpty else { return "" }
    return plan.skipped.map { skip in
      style.dim("left out") + TerminalText.escaped("  \(skip.delivery.id)  \(skip.reason.prose)") + "\n"
    }.joined() + "\n"
  }

  static func verdict(_ plan: RedeliveryPlan, _ results: [RedeliveryResult]?) -> Verdict {
    var left = ""
    if !plan.skipped.isEmpty {
      let counts = RedeliveryPlan.SkipReason.Kind.allCases.compactMap { kind -> String? in
        let count = plan.skipped.count { $0.reason.kind == kind }
        return count == 0 ? nil : "\(grouped(count)) \(kind.rawValue)"
      }
      left = "; left out: " + counts.joined(separator: ", ")
    }
    guard !plan.redeliveries.isEmpty else {
      return Verdict(title: "Nothing to send again\(left).", tally: "")
    }
    let total = counted("delivery", plan.redeliveries.count, plural: "deliveries")
    guard let results else { return Verdict(title: "Would send again:", tally: "\(total)\(left).") }
    let arrived = results.count { $0.outcome.hasSucceeded }
    let failed = results.count { $0.outcome.isFailure }
    let open = results.count - arrived - failed
    var parts = ["\(grouped(arrived)) of \(total) arrived"]
    if failed > 0 { parts.append("\(grouped(failed)) failed") }
    if open > 0 { parts.append("\(grouped(open)) not followed") }
    return Verdict(title: "Sent again:", tally: "\(parts.joined(separator: ", "))\(left).")
  }
}

extension RedeliveryResult {
  var remarks: [String] { remarks(\.self) }

  /// For a failed call, only the given part of its failure.
  fileprivate func remarks(_ part: KeyPath<ClientError, ClientError>) -> [String] {
    var remarks: [String] = []
    let delivery = outcome.delivery
    if case .notFollowed(let id) = outcome {
      let why =
        redelivery.webhook == nil
        ? ": its webhook is not known; name its app with --app" : ", because --wait is 0s"
      remarks.append("the new delivery\(id.map { " \($0)" } ?? "") was not followed\(why)")
    } else if let reason = outcome.reason(part), outcome.isFailure {
      remarks.append(Wording.short(reason, to: PingText.answerLimit * 4))
      if let message = delivery?.errorMessage, message != reason, !message.isEmpty {
        remarks.append("App Store Connect: \(Wording.short(message, to: PingText.answerLimit))")
      }
      if let body = delivery?.responseBody, !body.isEmpty {
        remarks.append("its answer: \(Wording.short(body, to: PingText.answerLimit))")
      }
    }
    if times > 1 {
      remarks.append("it may have been sent \(times) times, because App Store Connect's first answer failed")
    }
    return remarks
  }
}

extension RedeliveryPlan.SkipReason {
  enum Kind: String, CaseIterable {
    case deliveredLater = "delivered later"
    case underWay = "under way"
    case sameEvent = "of the same event"
    case ping = "of test events"
    case disabled = "of disabled webhooks"
  }

  var kind: Kind {
    switch self {
    case .deliveredLater: .deliveredLater
    case .underWay: .underWay
    case .sameEvent: .sameEvent
    case .ping: .ping
    case .disabled: .disabled
    }
  }

  var prose: String {
    switch self {
    case .deliveredLater(let id): "its event was delivered later, by \(id)"
    case .underWay(let id): "its event is being delivered again, by \(id)"
    case .sameEvent(let id): "its event is sent once, from \(id)"
    case .ping: "it is a test event"
    case .disabled: "its webhook is disabled"
    }
  }
}
