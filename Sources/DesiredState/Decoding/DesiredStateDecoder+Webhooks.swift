import AppStoreConnect
import Diagnostics
import YAML

enum WebhookField: String, PartKey {
  case template, url, events, secret, enabled, formerly
  static let templateKey: Self? = .template
}

enum TemplateField: String, PartKey {
  case name, url, events, secret, enabled, formerly
  static let templateKey: Self? = nil
}

/// The keys that webhooks and templates share.
protocol PartKey: FieldKey {
  static var url: Self { get }
  static var events: Self { get }
  static var secret: Self { get }
  static var enabled: Self { get }
  static var formerly: Self { get }
  /// The key that names a template; a template has none.
  static var templateKey: Self? { get }
}

typealias SignedField = (events: SignedEvents, range: SourceRange)

struct WebhookParts {
  var template: Field<String> = .absent
  var url: Field<PlaceholderText> = .absent
  var events: Field<[EventType]> = .absent
  var enabled: Field<Bool> = .absent
  var secret: Field<SecretSource> = .absent
  /// How signed `events` change those of the template, and where they stand; `events` itself is then invalid.
  var signed: SignedField?
  /// Never inherited.
  var formerly: [FormerName] = []

  func completed(by template: WebhookParts) -> WebhookParts {
    WebhookParts(
      url: url.or(template.url), events: events.or(template.events), enabled: enabled.or(template.enabled),
      secret: secret.or(template.secret), formerly: formerly)
  }
}

struct Template {
  var name: PlaceholderText
  /// Where the name is written: `name`, or else the key.
  var nameLocation: SourceRange
  var parts: WebhookParts
  var location: SourceRange
  /// Whether it could be read; one that couldn't was reported where it stands.
  var isUsable: Bool

  /// The webhook of an app that uses the template as it is; `nil` if an override has to supply something.
  var webhook: DesiredWebhook? {
    guard case .value(let url, let urlRange) = parts.url,
      case .value(let events, let eventsRange) = parts.events,
      case .value(let secret, let secretRange) = parts.secret
    else { return nil }
    return DesiredWebhook(
      name: name, url: url, events: events, enabled: parts.enabled.value ?? true, secret: secret,
      locations: DesiredWebhook.Locations(
        webhook: location, name: nameLocation, url: urlRange, events: eventsRange, secret: secretRange,
        enabled: parts.enabled.range))
  }
}

extension DesiredStateDecoder {
  mutating func decodeTemplates(_ document: Document) {
    guard let node = document.fields[.templates]?.value else { return }
    guard isMapping(node, "'templates'", empty: "templates: {}", keys: "the templates' names") else { return }
    for pair in node.pairs {
      let key = pair.key.text
      if let first = templates[key] {
        report(
          "template '\(key)' is in two files", at: pair.key.range, remedy: "keep one of them",
          notes: [Diagnostic.Note("it is also here", at: first.location)])
        continue
      }
      let before = diagnostics.count
      let (name, parts) = decodeTemplate(pair, in: document)
      templates[key] = Template(
        name: name ?? PlaceholderText(literal: key), nameLocation: (pair.value["name"] ?? pair.key).range,
        parts: parts ?? WebhookParts(), location: pair.key.range, isUsable: diagnostics.count == before)
    }
  }

  private mutating func decodeTemplate(
    _ pair: Node.Pair, in document: Document
  ) -> (name: PlaceholderText?, parts: WebhookParts?) {
    let what = "template '\(Wording.short(pair.key.text))'"
    guard let parts = decodeParts(pair.value, in: what, document: document, as: TemplateField.self) else {
      return (nil, nil)
    }
    let named = pair.value["name"] ?? pair.key
    guard let name = scalarText(named) else {
      report("'name' must be a string, not \(named.kindName)", at: named.range)
      return (nil, parts)
    }
    return (templateName(name, at: named.range), parts)
  }

  /// A name that may have placeholders and variables.
  private mutating func templateName(_ name: String, at range: SourceRange) -> PlaceholderText? {
    guard isUsable(name: name, at: range), let text = placeholders(name, at: range) else { return nil }
    if text.placeholders.contains(.webhookName) {
      report("a name can't contain '{webhookName}', which stands for the name itself", at: range)
    }
    if text.isSensitive {
      report(
        "a name can't contain a sensitive variable", at: range,
        remedy: "names are shown; use a variable that isn't sensitive")
      return nil
    }
    // The values of variables may have made the name unusable.
    if !variables.isEmpty, let problem = Self.problem(withTemplateName: text) {
      let culprits = culprits(in: name) { Self.problem(withTemplateName: $0) == nil }
      reportInvalid("name", "a webhook's name \(problem)", of: culprits, at: range)
      return nil
    }
    warnOfLookalikes(in: name, "name", at: range)
    return text
  }

  static let nameRemedy = "write what it stands for; the 'name' of a template can have placeholders"

  private static func problem(withTemplateName text: PlaceholderText) -> String? {
    text.filled(unset: "x") { _ in "x" }.flatMap(problem(withName:))
  }

  /// Reads the names that a webhook had before.
  private mutating func decodeFormerly(_ pair: Node.Pair?, isTemplate: Bool) -> [FormerName] {
    guard let node = pair?.value, let items = list(node, "'formerly'", example: "[\"Former name\"]") else {
      return []
    }
    return items.compactMap { item in
      guard let text = scalarText(item) else {
        report("a former name must be a string, not \(item.kindName)", at: item.range)
        return nil
      }
      if !isTemplate { warnOfPlaceholders(in: text, at: item.range, remedy: Self.nameRemedy) }
      let name =
        isTemplate
        ? templateName(text, at: item.range)
        : isUsable(name: text, at: item.range) ? PlaceholderText(literal: text) : nil
      return name.map { FormerName(name: $0, location: item.range) }
    }
  }

  /// A webhook's parts, with its template's for those that it lacks.
  mutating func completed(_ parts: WebhookParts, by template: WebhookParts) -> WebhookParts {
    var result = parts.completed(by: template)
    guard let (signed, range) = parts.signed else { return result }
    switch template.events {
    case .value(let events, _):
      let changed = signed.applied(to: events)
      if changed.isEmpty {
        report("this takes away all events of the template", at: range, remedy: "leave at least one")
      } else {
        if changed == events {
          doubts.append(
            .warning("this changes nothing of the template's events", at: range, remedy: "remove it"))
        }
        result.events = .value(changed, range)
      }
    case .absent:
      report("the template has no 'events' to change", at: range, remedy: "write them without signs")
    case .invalid: break
    }
    return result
  }

  /// Reports signed events if there is no template for them to change.
  mutating func refuse(_ signed: SignedField?, in what: @autoclosure () -> String) {
    guard let signed else { return }
    report(
      "'+' and '-' change the events of a template, and \(what()) has no template", at: signed.range,
      remedy: "write the items without signs")
  }

  mutating func decodeParts<Key: PartKey>(
    _ node: Node, in what: @autoclosure () -> String, document: Document, as _: Key.Type
  ) -> WebhookParts? {
    let hint: (String) -> (remedy: String, key: Key?)? = { name in
      switch name {
      case "name": ("the key is the webhook's name", nil)
      case "eventTypes": ("did you mean 'events'?", Key.events)
      default: nil
      }
    }
    guard let fields = fields(of: node, in: what(), as: Key.self, hint: hint) else { return nil }
    let template = text(Key.templateKey.flatMap { fields[$0] }, "'template'")
    let url = decodeURL(fields[.url])
    let (events, signed) = decodeEvents(fields[.events], document: document)
    let formerly = decodeFormerly(fields[.formerly], isTemplate: Key.templateKey == nil)
    if Key.templateKey == nil { refuse(signed, in: what()) }
    let enabled = boolean(fields[.enabled], "'enabled'")
    let secret = decodeSecret(fields[.secret], file: document.file)
    func known<Value>(_ field: Field<Value>, _ key: Key) -> Field<Value> {
      fields.misspelt.contains(key) ? field.or(.invalid) : field
    }
    return WebhookParts(
      template: template, url: known(url, .url), events: known(events, .events), enabled: enabled,
      secret: known(secret, .secret), signed: signed, formerly: formerly)
  }

  private mutating func decodeEvents(
    _ pair: Node.Pair?, document: Document
  ) -> (Field<[EventType]>, SignedField?) {
    guard let node = pair?.value else { return (.absent, nil) }
    hasSigns = false
    if let events = decodeEvents(node, document: document) { return (.value(events, node.range), nil) }
    guard hasSigns, let signed = decodeSignedEvents(node.items, document: document) else {
      return (.invalid, nil)
    }
    return (.invalid, (signed, node.range))
  }
}
