import AppStoreConnect
import DesiredState
import Planning
import Reconciler

package struct ListReport: Report {
  private let list: WebhookList
  private let findings: Findings

  package init(_ list: WebhookList, _ findings: Findings) { (self.list, self.findings) = (list, findings) }

  package func text(for reader: Reader) -> String? {
    ListText(style: reader.style, width: reader.width, showsIDs: reader.isVerbose).render(list)
  }

  package var csv: String? {
    let rows = list.apps.flatMap { app in
      app.webhooks.map { webhook in
        [
          app.facts.bundleId ?? "", app.facts.id ?? "", webhook.name, webhook.id, webhook.shownURL,
          String(webhook.enabled), webhook.events.map(\.rawValue).joined(separator: " "),
        ]
      }
    }
    return CSV.text([["app", "appId", "webhook", "webhookId", "url", "enabled", "events"]] + rows)
  }

  package var document: JSONObject? {
    let document: JSONObject = ["apps": list.apps.map(\.document)]
    return document.adding(["total": list.isFiltered ? list.total : nil]).with(findings)
  }

  package var markdown: MarkdownReport? {
    let empty = list.empty.map { Markdown.code($0.title) + ($0.remark.map { " (\($0))" } ?? "") }
    let lists =
      empty.isEmpty
      ? [] : [MarkdownReport.List(title: "Without webhooks", noun: .init("app"), items: empty)]
    return MarkdownReport(
      verdict: ListText.tally(list).markdown, lists: findings.lists + lists,
      sections: list.apps.filter { !$0.webhooks.isEmpty }.map { app in
        MarkdownReport.Section(
          heading: app.facts.markdownHeading(app.title) + (app.remark.map { "  (\($0))" } ?? ""),
          header: ["Webhook", "URL", "Events", "Enabled", "ID"],
          rows: app.webhooks.map { webhook in
            [
              Markdown.code(webhook.name), Markdown.code(webhook.shownURL, limit: 400),
              Markdown.code(ListText.summary(of: webhook.events)), webhook.enabled ? "yes" : "**no**",
              Markdown.code(webhook.id),
            ]
          })
      })
  }
}

/// The live webhooks of apps, or those that match a filter.
package struct WebhookList: Sendable {
  struct App: Sendable {
    var facts: AppFacts
    var webhooks: [LiveWebhook]
    /// How many webhooks the app has, whatever the filter.
    var total: Int
    var failure: AppFailure?
    /// What the files say of it; `nil` without a file.
    var standing: AppStanding?
    var title: String { facts.title }
  }

  /// Apps with webhooks that match the filter, and apps that could not be read; without a filter, all.
  let apps: [App]
  let isFiltered: Bool
  /// How many webhooks and apps there are, whatever the filter.
  let total, totalApps: Int

  package init(
    _ apps: [LiveApp], _ filter: WebhookFilter = WebhookFilter(), standings: AppStandings? = nil
  ) {
    var standings = standings
    let all = apps.map { app in
      let webhooks = app.sorted
      return App(
        facts: app.facts, webhooks: filter.isEmpty ? webhooks : webhooks.filter(filter.includes(_:)),
        total: webhooks.count, failure: app.failure, standing: standings?.standing(of: app.facts))
    }
    isFiltered = !filter.isEmpty
    total = all.reduce(0) { $0 + $1.total }
    totalApps = all.count { $0.failure == nil }
    self.apps = filter.isEmpty ? all : all.filter { !$0.webhooks.isEmpty || $0.failure != nil }
  }

  /// The apps that have no webhook.
  var empty: [App] { isFiltered ? [] : apps.filter { $0.webhooks.isEmpty && $0.failure == nil } }
}

extension WebhookList.App {
  var remark: String? { standing?.remark }

  fileprivate var document: JSONObject {
    let webhooks = webhooks.map { webhook -> JSONObject in
      [
        "webhookId": webhook.id, "name": webhook.name, "url": webhook.shownURL,
        "events": webhook.events.map(\.rawValue), "enabled": webhook.enabled,
      ]
    }
    let document: JSONObject = [
      "bundleId": facts.bundleId, "appId": facts.id, "name": facts.name,
      "webhooks": failure == nil ? webhooks : nil,
    ]
    return (standing.map { document.merging($0.document) } ?? document).adding(["error": failure?.summary])
  }
}
