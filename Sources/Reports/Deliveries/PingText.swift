import AppStoreConnect
import Diagnostics
import Platform
import Reconciler

struct PingText {
  let style: Style
  var width: Int?

  static let answerWidth = 40
  static let answerLimit = 300

  func render(_ results: [PingResult], _ findings: Findings) -> String {
    table(results) + details(results) + verdict(results, findings.unread).text(style: style)
      + " \(findings.statistics.text)\n"
  }

  /// Without calls that failed alike for several webhooks, which have nothing to tell of each.
  func table(_ results: [PingResult]) -> String {
    let alike = Set(
      results.gathered(by: \.callFailure).filter { $0.count > 2 }.compactMap { $0[0].callFailure })
    let results = results.filter { $0.callFailure.map(alike.contains) != true }
    guard !results.isEmpty else { return "" }
    let columns: [Table.Column] = [
      .init("APP"), .init("WEBHOOK", minimum: 12), .init("RESULT"),
      .init("STATUS", isRightAligned: true), .init("TIME", isRightAligned: true, room: .ifOthersCanBeCut),
      .init("ANSWER", minimum: 8),
    ]
    let rows = results.map { result -> [Table.Cell] in
      let delivery = result.outcome.delivery
      return [
        .init(result.webhook.appTitle), .init(result.webhook.name),
        .init(result.outcome.word) { [style] _ in result.outcome.styled(style) },
        .init(delivery?.httpStatus.map(String.init) ?? ""),
        .init(delivery?.duration.map { "\(HumanDuration($0))" } ?? ""),
        .init(Wording.short(delivery?.responseBody ?? "", to: Self.answerWidth)),
      ]
    }
    return Table(columns: columns, rows: rows, headings: [0]).render(width: width, style: style) + "\n"
  }

  /// Why test events didn't arrive, once for those with the same reason.
  func details(_ results: [PingResult]) -> String {
    results.gathered { remarks(of: $0, \.likeness) }.compactMap { results -> String? in
      let lines = remarks(of: results[0], results.count == 1 ? \.self : \.common)
      guard !lines.isEmpty else { return nil }
      let webhook = results[0].webhook
      let title = results.count == 1 ? "\(webhook.appTitle)  \(webhook.name)" : results.map(\.webhook).named
      return style.bold(TerminalText.escaped(title)) + "\n" + lines.map { "  \($0)\n" }.joined() + "\n"
    }.joined()
  }

  /// - Parameter part: what is told of a failed call.
  private func remarks(of result: PingResult, _ part: KeyPath<ClientError, ClientError>) -> [String] {
    var lines: [String] = []
    let delivery = result.outcome.delivery
    if let reason = result.outcome.reason(part), result.outcome.isFailure {
      lines.append(TerminalText.escaped(reason))
      if let message = delivery?.errorMessage, message != reason, !message.isEmpty {
        lines.append("App Store Connect: \(Self.shown(message))")
      }
      if let body = delivery?.responseBody, body.count > Self.answerWidth {
        lines.append("its answer: \(Self.shown(body))")
      }
    }
    if delivery?.isWithheld == true {
      lines.append("its answer is not shown: it contains the webhook's secret")
    }
    if result.times > 1 {
      lines.append(
        "the test event may have been sent \(result.times) times, because App Store Connect's first answer failed"
      )
    }
    return lines
  }

  /// `Verified: 2 of 2 webhooks received the test event.`
  func tally(of results: [PingResult], heading: String, failedHeading: String) -> String {
    guard !results.isEmpty else { return style.bold(heading) + " there was no webhook to test.\n" }
    let hasFailed = results.contains { $0.outcome.isFailure }
    return style.bold(hasFailed ? failedHeading : heading) + " \(Self.tally(results)).\n"
  }

  private func verdict(_ results: [PingResult], _ unread: UnreadApps?) -> Verdict {
    let verdict =
      results.isEmpty
      ? Verdict(title: "There are no webhooks to test.", tally: "")
      : Verdict(title: "Tested:", tally: "\(Self.tally(results)).")
    return verdict.behind(unread, of: "Test")
  }

  /// `2 of 3 webhooks have received the test event, 1 failed, 1 is disabled`
  static func tally(_ results: [PingResult]) -> String {
    let disabled = results.count { $0.outcome == .disabled }
    let failed = results.count { $0.outcome.isFailure }
    let good = results.count { $0.outcome.hasSucceeded }
    var parts = [
      "\(grouped(good)) of \(counted("webhook", results.count - disabled)) received the test event"
    ]
    if failed > 0 { parts.append("\(grouped(failed)) failed") }
    if disabled > 0 { parts.append("\(grouped(disabled)) disabled and left out") }
    return parts.joined(separator: ", ")
  }

  static func shown(_ text: String) -> String {
    TerminalText.escaped(Wording.short(text, to: answerLimit))
  }
}

extension PingResult {
  /// What failed calls that failed alike have in common; `nil` if none failed.
  var callFailure: String? {
    if case .failed = outcome { outcome.reason(\.likeness) } else { nil }
  }
}
