import AppStoreConnect
import Diagnostics
import YAML

enum WebhookField: String, PartKey {
  case template, url, events, secret, enabled
  static let templateKey: Self? = .template
}

enum TemplateField: String, PartKey {
  case name, url, events, secret, enabled
  static let templateKey: Self? = nil
}

/// The keys that webhooks and templates share.
protocol PartKey: FieldKey {
  static var url: Self { get }
  static var events: Self { get }
  static var secret: Self { get }
  static var enabled: Self { get }
  /// The key that names a template; a template has none.
  static var templateKey: Self? { get }
}

struct WebhookParts {
  var template: Field<String> = .absent
  var url: Field<PlaceholderText> = .absent
  var events: Field<[EventType]> = .absent
  var enabled: Field<Bool> = .absent
  var secret: Field<SecretSource> = .absent

  func completed(by template: WebhookParts) -> WebhookParts {
    WebhookParts(
      url: url.or(template.url), events: events.or(template.events), enabled: enabled.or(template.enabled),
      secret: secret.or(template.secret))
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
}

extension DesiredStateDecoder {
  mutating func decodeTemplates(_ document: Document) {
    guard let node = document.fields[.templates]?.value else { return }
    guard node.kind == .mapping else {
      report(
        "'templates' must be a mapping, not \(node.kindName)", at: node.range,
        remedy: "the keys are the templates' names")
      return
    }
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
    guard isUsable(name: name, at: named.range) else { return (nil, parts) }
    let text = placeholders(name, at: named.range)
    if text?.placeholders.contains(.webhookName) == true {
      report("a name can't contain '{webhookName}', which stands for the name itself", at: named.range)
    }
    return (text, parts)
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
    var parts = WebhookParts()
    parts.template = text(Key.templateKey.flatMap { fields[$0] }, "'template'")
    parts.url = decodeURL(fields[.url])
    if let events = fields[.events]?.value {
      parts.events = decodeEvents(events, document: document).map { .value($0, events.range) } ?? .invalid
    }
    parts.enabled = boolean(fields[.enabled], "'enabled'")
    parts.secret = decodeSecret(fields[.secret], file: document.file)
    if fields.misspelt.contains(.url) { parts.url = parts.url.or(.invalid) }
    if fields.misspelt.contains(.events) { parts.events = parts.events.or(.invalid) }
    if fields.misspelt.contains(.secret) { parts.secret = parts.secret.or(.invalid) }
    return parts
  }

  private mutating func decodeURL(_ pair: Node.Pair?) -> Field<PlaceholderText> {
    guard case .value(let written, let range) = text(pair, "'url'") else {
      return pair == nil ? .absent : .invalid
    }
    guard let text = placeholders(written, at: range) else { return .invalid }
    // Any value will do here: what placeholders stand for is percent-encoded, so it changes no structure.
    let sample = text.filled { $0 == .appId ? "1" : "x" } ?? ""
    do {
      _ = try WebhookURL(sample)
    } catch {
      let prose = error.prose(on: written)
      // Whatever else is wrong with it.
      let mayHoldPassword = error == .userInfo || WebhookURL.userInfo(of: written) != nil
      report(prose.message, at: range, remedy: prose.remedy, sensitive: mayHoldPassword)
      return .invalid
    }
    return .value(text, range)
  }

  private mutating func placeholders(_ text: String, at range: SourceRange) -> PlaceholderText? {
    do {
      return try PlaceholderText(parsing: text)
    } catch {
      reportPlaceholder(error, at: range)
      return nil
    }
  }

  private mutating func reportPlaceholder(_ error: PlaceholderText.ParseError, at range: SourceRange) {
    switch error {
    case .unknown(let name):
      let known = PlaceholderText.Placeholder.allCases.map(\.rawValue)
      let remedy =
        Spelling.nearest(to: name, among: known).map { "did you mean '{\($0)}'?" }
        ?? "known: \(known.map { "{\($0)}" }.joined(separator: ", ")); write literal braces as {{ and }}"
      report("unknown placeholder '{\(name)}'", at: range, remedy: remedy)
    case .strayBrace(let brace):
      report(
        "'\(brace)' isn't a placeholder", at: range, remedy: "write a literal brace as '\(brace)\(brace)'")
    }
  }
}
