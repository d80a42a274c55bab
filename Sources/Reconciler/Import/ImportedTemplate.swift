import AppStoreConnect
import DesiredState
import Planning
import Platform

/// What webhooks of several apps share.
struct ImportedTemplate {
  var key: String
  var name: String
  /// `nil` if each of its webhooks has its own.
  var url: String?
  var events: [EventType]
  /// What most of its webhooks have.
  var enabled: Bool
  /// The receiver's host; an app's ID in it may be a placeholder.
  var host: String
  var members: [Member]
  /// Names that its webhooks have now, if they should get its own.
  var formerly: [String] = []
  /// Names of its webhooks that are nearly its own and could be replaced by it.
  var similar: [String] = []

  /// A webhook of the template, and where it differs.
  struct Member {
    var webhook: ImportedWebhook
    /// The template's name in this app, if it has one there.
    var templateName: String?
    /// Whether it should get the template's name.
    var isRenamed = false
    /// Whether its name differs from the template's only in case and punctuation.
    var isNear = false
    var url: String?
    var events: [EventType]?
    var enabled: Bool?

    /// Its name in the file.
    var name: String { isRenamed ? templateName ?? webhook.live.name : webhook.live.name }
    /// Compared scalar by scalar: rules tell two Unicode spellings of one text apart.
    var hasTemplateName: Bool {
      isRenamed || templateName.map { TextOrder($0) == TextOrder(webhook.live.name) } ?? false
    }
    /// Whether nothing of the template is replaced.
    var isPlain: Bool { hasTemplateName && url == nil && events == nil && enabled == nil }
  }

  /// - Parameter shape: what their URLs have in common; `nil` if each keeps its own.
  init(_ webhooks: [ImportedWebhook], shape: String?, host: String, facts: [AppFacts]) {
    self.host = host
    key = ""
    let names = Tally(webhooks.lazy.flatMap(\.names).map { ($0.text, $0.rank) })
    let name = names.most
    self.name = name
    let events = Self.usualEvents(of: webhooks)
    self.events = events
    let enabled = 2 * webhooks.count(where: \.live.enabled) >= webhooks.count
    self.enabled = enabled
    url = shape.map { shape in
      Tally(webhooks.lazy.flatMap(\.urls).filter { $0.key == shape }.map { ($0.text, $0.rank) }).most
    }
    let parsed = try? PlaceholderText(parsing: name)
    let likeness = ImportedWebhook.likeness(of: name)
    members = webhooks.map { webhook in
      let facts = facts[webhook.app]
      var member = Member(
        webhook: webhook, templateName: parsed?.filled { facts.value($0, webhook: nil) })
      member.isNear = webhook.names.contains { ImportedWebhook.likeness(of: $0.text) == likeness }
      if !webhook.urls.contains(where: { $0.key == shape }) { member.url = webhook.live.url }
      if webhook.live.events != events { member.events = webhook.live.events }
      if webhook.live.enabled != enabled { member.enabled = webhook.live.enabled }
      return member
    }
  }

  /// What could be renamed, in one line.
  var proposal: [String] {
    guard !similar.isEmpty else { return [] }
    let shown = similar.prefix(3).map { name in
      let count = members.count { $0.isNear && $0.webhook.live.name == name }
      return "'\(ImportWriter.short(name))' (\(count)×)"
    }
    let others =
      similar.count > 3 ? " and \(similar.count - 3) \(similar.count == 4 ? "other" : "others")" : ""
    return [
      "Also called \(shown.joined(separator: ", "))\(others): 'import --normalize' gives them this name."
    ]
  }

  /// The same with webhooks that keep URLs of another spelling, if one of their app's rules covers the template's.
  func keepingURLs(where rules: [[ImportSelection.Rule]], _ facts: [AppFacts]) -> Self {
    guard let url, let parsed = try? PlaceholderText(parsing: url) else { return self }
    var template = self
    for (index, member) in members.enumerated() where member.url == nil {
      let (app, live) = (member.webhook.app, member.webhook.live)
      guard !rules[app].isEmpty,
        let filled = parsed.filled({ facts[app].value($0, webhook: nil).map(PercentEncoding.encode) }),
        rules[app].contains(where: { $0.covers(name: live.name, url: filled) })
      else { continue }
      template.members[index].url = live.url
    }
    return template
  }

  static func usualEvents(of webhooks: [ImportedWebhook]) -> [EventType] {
    var counts: [[EventType]: Int] = [:]
    for webhook in webhooks { counts[webhook.live.events, default: 0] += 1 }
    // Of several that are as usual, the longest, and then the first by its names.
    let best = counts.max { left, right in
      (left.value, left.key.count) == (right.value, right.key.count)
        ? right.key.lexicographicallyPrecedes(left.key)
        : (left.value, left.key.count) < (right.value, right.key.count)
    }
    return best?.key ?? []
  }
}

private struct Tally {
  private var counts: [String: (count: Int, rank: Int)] = [:]

  init(_ texts: some Sequence<(text: String, rank: Int)>) {
    for (text, rank) in texts {
      let known = counts[text] ?? (0, rank)
      counts[text] = (known.count + 1, min(known.rank, rank))
    }
  }

  /// The most frequent one; if there are several, the one with the fewest placeholders, then the first.
  var most: String {
    let best = counts.min { left, right in
      (-left.value.count, left.value.rank, TextOrder(left.key))
        < (-right.value.count, right.value.rank, TextOrder(right.key))
    }
    return best?.key ?? ""
  }
}
