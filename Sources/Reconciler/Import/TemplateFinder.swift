import AppStoreConnect
import Planning

/// Finds webhooks that recur across apps: the same name, URL and event types in two apps at least, where the
/// app's own bundle ID or Apple ID may stand in name and URL. Whether a webhook is enabled doesn't matter: that
/// is one line beside the template.
struct TemplateFinder {
  private(set) var templates: [ImportedTemplate] = []
  /// The webhooks that stand for themselves.
  private(set) var rest: [ImportedWebhook] = []

  private struct Shape: Hashable {
    var name: String
    var url: String
    var events: [EventType]
  }

  init(_ webhooks: [ImportedWebhook]) {
    // What is the same letter for letter is the same; only then may placeholders help.
    let literal = take(webhooks) { webhook in
      Shape(
        name: ImportedWebhook.escaped(webhook.live.name), url: webhook.live.url, events: webhook.live.events)
    }
    rest = take(literal) { Shape(name: $0.name, url: $0.url, events: $0.live.events) }
    nameTemplates()
  }

  /// Makes templates of the shapes that recur, and gives the webhooks that none of them stands for.
  private mutating func take(
    _ webhooks: [ImportedWebhook], _ shape: (ImportedWebhook) -> Shape
  ) -> [ImportedWebhook] {
    var groups: [Shape: [ImportedWebhook]] = [:]
    for webhook in webhooks { groups[shape(webhook), default: []].append(webhook) }
    var left: [ImportedWebhook] = []
    for webhook in webhooks where groups[shape(webhook)]?.count == 1 { left.append(webhook) }
    for (shape, group) in groups where group.count > 1 {
      let enabled = group.count(where: \.live.enabled)
      templates.append(
        ImportedTemplate(
          key: shape.name, name: shape.name, url: shape.url, events: shape.events,
          enabled: 2 * enabled >= group.count, webhooks: group))
    }
    return left
  }

  /// The key is the webhooks' name if it can be.
  private mutating func nameTemplates() {
    templates.sort { left, right in
      (TextOrder(left.name), left.url, left.events.map(\.rawValue).joined(separator: " "))
        < (TextOrder(right.name), right.url, right.events.map(\.rawValue).joined(separator: " "))
    }
    let names = Set(templates.map(\.name))
    var taken: Set<String> = []
    for index in templates.indices {
      let name = templates[index].name
      var key = name
      var number = 2
      while taken.contains(key) || (key != name && names.contains(key)) {
        key = "\(name) \(number)"
        number += 1
      }
      taken.insert(key)
      templates[index].key = key
    }
  }
}
