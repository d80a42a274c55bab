import AppStoreConnect
import Diagnostics
import YAML

extension DesiredStateDecoder {
  enum AppField: String, FieldKey { case use, webhooks, prune, ignore, defaults }

  mutating func decodeApp(_ key: AppKey, _ pair: Node.Pair, in document: Document) {
    let hint: (String) -> (remedy: String, key: AppField?)? = { name in
      WebhookField(rawValue: name).map { _ in
        ("list webhooks under 'webhooks', each with its name as the key", .webhooks)
      }
    }
    guard
      let fields = fields(
        of: pair.value, in: "app '\(key.text)'", as: AppField.self, empty: "\(pair.key.text): {}", hint: hint)
    else { return }
    var webhooks: [DesiredWebhook] = []
    decodeUse(fields[.use], into: &webhooks)
    decodeWebhooks(fields[.webhooks], in: document, into: &webhooks)
    if webhooks.count > APILimits.webhooksPerApp {
      report(
        "app '\(key.text)' has \(webhooks.count) webhooks",
        at: webhooks[APILimits.webhooksPerApp].locations.webhook,
        remedy: "App Store Connect allows ten per app; this is the eleventh")
    }
    apps.append(
      DesiredApp(
        key: key, location: pair.key.range, webhooks: webhooks, ownPrune: decodePrune(fields[.prune]),
        ignore: decodeIgnore(fields[.ignore], "'ignore'"),
        takesDefaults: boolean(fields[.defaults], "'defaults'").value ?? true))
  }

  mutating func decodeUse(_ pair: Node.Pair?, into webhooks: inout [DesiredWebhook]) {
    guard let node = pair?.value, let items = list(node, "'use'", example: "a list of template names") else {
      return
    }
    var seen: [String: SourceRange] = [:]
    for item in items {
      guard let name = scalarText(item) else {
        report("a template's name must be a string, not \(item.kindName)", at: item.range)
        continue
      }
      if let first = seen.updateValue(item.range, forKey: name) {
        report(
          "template '\(name)' is used twice", at: item.range, remedy: "remove one of them",
          notes: [Diagnostic.Note("it is also used here", at: first)])
        continue
      }
      guard let template = template(named: name, at: item.range) else { continue }
      let webhook = assemble(
        template.parts, name: template.name, nameLocation: template.nameLocation,
        what: "template '\(Wording.short(name))'", at: item.range)
      if let webhook { webhooks.append(webhook) }
    }
  }

  private mutating func decodeWebhooks(
    _ pair: Node.Pair?, in document: Document, into webhooks: inout [DesiredWebhook]
  ) {
    guard let node = pair?.value else { return }
    guard isMapping(node, "'webhooks'", empty: "webhooks: {}", keys: "the webhooks' names") else { return }
    let pairs = node.pairs
    webhooks.reserveCapacity(webhooks.count + pairs.count)
    for place in 0..<pairs.count {
      if let webhook = decodeWebhook(pairs[place], in: document) { webhooks.append(webhook) }
    }
  }

  private mutating func decodeWebhook(_ pair: Node.Pair, in document: Document) -> DesiredWebhook? {
    let name = pair.key.text
    guard isUsable(name: name, at: pair.key.range) else { return nil }
    warnOfPlaceholders(in: name, at: pair.key.range, remedy: Self.nameRemedy)
    func what() -> String { "webhook '\(Wording.short(name))'" }
    guard var parts = decodeParts(pair.value, in: what(), document: document, as: WebhookField.self) else {
      return nil
    }
    if case .value(let templateName, let range) = parts.template {
      guard let template = template(named: templateName, at: range) else { return nil }
      parts = completed(parts, by: template.parts)
    } else if !parts.template.isAbsent {
      return nil
    } else {
      refuse(parts.signed, in: what())
    }
    return assemble(parts, name: PlaceholderText(literal: name), what: what(), at: pair.key.range)
  }

  private mutating func assemble(
    _ parts: WebhookParts, name: PlaceholderText, nameLocation: SourceRange? = nil,
    what: @autoclosure () -> String, at location: SourceRange
  ) -> DesiredWebhook? {
    if parts.url.isAbsent || parts.events.isAbsent || parts.secret.isAbsent {
      let missing = [
        ("url", parts.url.isAbsent), ("events", parts.events.isAbsent), ("secret", parts.secret.isAbsent),
      ].filter(\.1).map { "'\($0.0)'" }
      let rest = missing.dropLast().joined(separator: ", ")
      report("\(what()) lacks \(rest)\(rest.isEmpty ? "" : " and ")\(missing.last ?? "")", at: location)
    }
    guard case .value(let url, let urlRange) = parts.url,
      case .value(let events, let eventsRange) = parts.events,
      case .value(let secret, let secretRange) = parts.secret
    else { return nil }
    return DesiredWebhook(
      name: name, url: url, events: events, enabled: parts.enabled.value ?? true, secret: secret,
      formerly: parts.formerly,
      // The file that holds the list of event types decides, because it could name them.
      keepsUnknownEvents: filesWithUnknownEvents.isEmpty
        || !filesWithUnknownEvents.contains(eventsRange.file.path),
      locations: DesiredWebhook.Locations(
        webhook: location, name: nameLocation, url: urlRange, events: eventsRange, secret: secretRange,
        enabled: parts.enabled.range))
  }

  /// Reports an unknown name, but not a template that was reported as wrong itself.
  private mutating func template(named name: String, at range: SourceRange) -> Template? {
    if let template = templates[name] {
      used.templates.insert(name)
      return template.isUsable ? template : nil
    }
    let nearest = nearest(to: name, among: templates.keys)
    report(
      "unknown template '\(Wording.short(name))'", at: range,
      remedy: nearest.map { "did you mean '\(Wording.short($0))'?" } ?? otherTemplates)
    return nil
  }

  /// A long list would help nobody.
  private var otherTemplates: String {
    if templates.isEmpty { return "there are no 'templates'" }
    if templates.count > 12 { return "none of the \(templates.count) templates has a similar name" }
    return "known: \(templates.keys.sorted().map(Wording.short).joined(separator: ", "))"
  }

  /// Reports a name with nothing to show, which Apple refuses, or with characters that would only deceive.
  mutating func isUsable(name: String, at range: SourceRange) -> Bool {
    guard let problem = Self.problem(withName: name) else { return true }
    report("a webhook's name \(problem)", at: range)
    return false
  }

  /// What is wrong with a name; `nil` if it has something to show and nothing that deceives.
  package static func problem(withName name: String) -> String? {
    let isPrintableASCII = name.utf8.allSatisfy { 0x20...0x7E ~= $0 }
    if isPrintableASCII, name.utf8.contains(where: { $0 != 0x20 }) { return nil }
    if name.allSatisfy(\.isWhitespace) { return name.isEmpty ? "is empty" : "has only white space" }
    let hasControl = name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    return hasControl ? "has a control character" : nil
  }
}
