import AppStoreConnect
import Diagnostics
import Planning
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `report` found.
package struct FleetOverview: Report {
  /// `nil` if nothing was read.
  let fleet: FleetReport?
  let showsURLs: Bool
  let findings: Findings

  package init(_ fleet: FleetReport?, showsURLs: Bool = false, _ findings: Findings) {
    (self.fleet, self.showsURLs, self.findings) = (fleet, showsURLs, findings)
  }

  package func text(for reader: Reader) -> String? {
    fleet.map { FleetText(fleet: $0, showsURLs: showsURLs, reader: reader).render(findings.statistics) }
  }

  package var document: JSONObject? {
    let none: [String] = []
    let empty: JSONObject = ["apps": none, "receivers": none, "attention": none, "unread": none]
    return (fleet.map { $0.document(showsURLs: showsURLs) } ?? empty).with(findings)
  }

  package var markdown: MarkdownReport? {
    fleet.map { fleet in
      let groups = AttentionGroup.groups(of: fleet.attention, showsURLs: showsURLs)
      return MarkdownReport(
        verdict: fleet.verdict.markdown, lists: findings.lists,
        sections: [
          .init(
            heading: "What deserves attention", noun: .init("finding"), header: ["What", "In", "Finding"],
            rows: groups.map { group in
              [
                group.kind.title, group.subjects.isEmpty ? "" : Markdown.code(named(group.subjects)),
                Markdown.code(group.message, limit: 600),
              ]
            }),
          .init(
            heading: "Receivers", noun: .init("receiver"),
            header: ["Host", "Apps", "Webhooks", "Delivered", "Failed", "Rate"],
            rows: fleet.receivers.map { receiver in
              [Markdown.code(receiver.host)] + receiver.figures
            }),
          .init(
            heading: "Deliveries that weren't read", noun: .init("app"), header: ["App", "Webhooks"],
            rows: fleet.unreadByApp.map { [Markdown.code($0.app), Markdown.code(named($0.webhooks))] }),
        ])
    }
  }
}

extension FleetReport {
  /// `40 apps, 192 webhooks, 3 receivers; 12 findings.`
  var verdict: Verdict {
    let webhooks = apps.reduce(0) { $0 + $1.webhooks.count }
    var tally =
      "\(counted("webhook", webhooks)), \(counted("receiver", receivers.count)); "
      + (attention.isEmpty ? "nothing deserves attention" : "\(counted("finding", attention.count))")
    let leftAlone = apps.count { $0.standing == .forgotten || $0.standing == .ignored }
    if leftAlone > 0 { tally += "; \(counted("app", leftAlone)) left alone" }
    if !unread.isEmpty {
      tally += "; deliveries of \(counted("webhook", unread.count)) not read"
    }
    return Verdict(title: "\(counted("app", apps.count)),", tally: tally + ".")
      .behind(UnreadApps(apps.map(\.failure)), of: "Report")
  }

  /// The webhooks whose deliveries weren't read, by app.
  var unreadByApp: [(app: String, webhooks: [String])] {
    var order: [String] = []
    let names = unread.reduce(into: [String: [String]]()) { names, webhook in
      if names[webhook.appTitle] == nil { order.append(webhook.appTitle) }
      names[webhook.appTitle, default: []].append(webhook.name)
    }
    return order.map { ($0, names[$0] ?? []) }
  }
}

extension Receiver {
  /// Its apps, webhooks, succeeded and failed deliveries, and their rate, for tables.
  var figures: [String] {
    [grouped(apps), grouped(webhooks), grouped(succeeded), grouped(failed), rate]
  }

  /// The share that succeeded of the deliveries that ended, or why it isn't known.
  var rate: String {
    successRate.map(DeliveriesText.percent) ?? (unread == webhooks && enabled > 0 ? "not read" : "")
  }
}
