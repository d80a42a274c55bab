import DesiredState
import Diagnostics
import YAML

/// A desired-state file under edit, with the places of its apps and templates.
struct EditedFile {
  let source: SourceFile
  var editor: YAMLEditor
  /// The mapping of apps, if the file itself has one that nothing else shares.
  let appList: Int?
  private let apps: [String: (key: Int, value: Int)]
  private let templates: [String: (key: Int, value: Int)]
  let allowsUnknownEvents: Bool
  /// The keys of the apps, if they are sorted.
  private let sortedKeys: [String]?
  /// The beginnings of the apps' keys, up to each full stop.
  private let prefixes: Set<String>

  init?(_ source: SourceFile) {
    guard let document = WrittenDocument(source) else { return nil }
    self.source = source
    editor = YAMLEditor(document)
    func section(_ name: String) -> Int? {
      document.pair(name, in: document.root).map(\.value).flatMap { document.isShared($0) ? nil : $0 }
    }
    func pairs(_ mapping: Int?) -> [String: (key: Int, value: Int)] {
      let pairs = mapping.map(document.pairs(of:)) ?? []
      return Dictionary(pairs.map { (document[$0.key].text, $0) }) { first, _ in first }
    }
    appList = section("apps").flatMap { document[$0].isMapping ? $0 : nil }
    apps = pairs(appList)
    templates = pairs(section("templates"))
    let keys = appList.map { document.pairs(of: $0).map { document[$0.key].text } } ?? []
    sortedKeys = zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 } ? keys : nil
    prefixes = Set(keys.flatMap(Self.prefixes(of:)))
    let flag = document.pair("allowUnknownEvents", in: document.root)?.value
    allowsUnknownEvents = flag.map { document[document.resolved($0)].text.lowercased() == "true" } ?? false
  }

  var document: WrittenDocument { editor.document }

  func app(_ key: String) -> (key: Int, value: Int)? { apps[key] }

  /// A template's mapping, if changing it shows nowhere else.
  func template(_ key: String) -> Int? {
    guard let value = templates[key]?.value, document[value].isMapping, !document.isShared(value) else {
      return nil
    }
    return value
  }

  /// The patterns in its lists of event types.
  var eventPatterns: [String] {
    document.nodes.filter { node in
      guard node.text.contains("*"), node.form != .alias, let list = node.parent else { return false }
      return document[list].isSequence && document.isKey("events", of: list)
    }.map(\.text)
  }

  /// The app whose entry holds a position.
  func appKey(at position: SourcePosition) -> String? {
    appList.flatMap { document.pair(at: position, in: $0) }.map { document[$0.key].text }
  }

  /// Where a new app goes: into the order if the apps are sorted, else to the end.
  func place(forApp key: String) -> Int? {
    sortedKeys.map { keys in keys.firstIndex { key < $0 } ?? keys.count }
  }

  /// How many leading parts of its bundle ID an app shares with one of the file.
  func likeness(to key: String) -> Int { Self.prefixes(of: key).prefix(while: prefixes.contains).count }

  private static func prefixes(of key: String) -> [String] {
    key.indices.filter { key[$0] == "." }.map { String(key[..<$0]) } + [key]
  }
}

/// Where a file has one of an app's webhooks.
struct WebhookSite {
  enum Kind {
    /// Under the app's `webhooks`, with its key and its value.
    case own(key: Int, value: Int)
    /// In the app's `use`.
    case used(item: Int)
    /// In a rule.
    case rule
    /// In a part of the file that others use, too.
    case shared
  }

  var file: Int
  var kind: Kind
  /// The key of its template.
  var template: String?
  /// Whether its event types are its template's with some added or removed.
  var signsEvents = false
}

extension EditedFile {
  /// Where a webhook is that an app of this file, or one of its rules, has; `nil` if that can't be found.
  func site(of webhook: DesiredWebhook, app: String, file: Int) -> WebhookSite? {
    guard let node = document.scalar(at: webhook.locations.webhook.start), let parent = document[node].parent
    else { return nil }
    let entry = apps[app]?.value
    if document[parent].isMapping {
      guard let value = document.value(of: node) else { return nil }
      let template = document.pair("template", in: document.resolved(value))?.value
      let isOwn = document[parent].parent == entry && entry != nil && document.isKey("webhooks", of: parent)
      let isFree = isOwn && document[value].isMapping && !document.isShared(value)
      var site = WebhookSite(
        file: file, kind: isFree ? .own(key: node, value: value) : .shared,
        template: template.map { document[document.resolved($0)].text })
      let events = document.pair("events", in: document.resolved(value)).map { document.resolved($0.value) }
      let item = events.flatMap { document[$0].children.first }.map { document[document.resolved($0)].text }
      site.signsEvents = item.map { $0.hasPrefix("+") || $0.hasPrefix("-") } ?? false
      return site
    }
    let text = document[node].text
    let list = entry.flatMap { document.pair("use", in: $0)?.value }
    if let list, !document.isShared(list),
      let item = document[list].children.first(where: { document.resolved($0) == node })
    {
      return WebhookSite(
        file: file, kind: document.holdsAnchor(item) ? .shared : .used(item: item), template: text)
    }
    let rules = document.pair("defaults", in: document.root)?.value
    let isRule = rules != nil && document.isInside(node, rules)
    return WebhookSite(file: file, kind: isRule ? .rule : .shared, template: text)
  }
}

extension WrittenDocument {
  func isKey(_ name: String, of value: Int) -> Bool { self[value].key.map { self[$0].text == name } ?? false }

  func isInside(_ node: Int, _ outer: Int?) -> Bool {
    var next: Int? = node
    while let node = next {
      if node == outer { return true }
      next = self[node].parent
    }
    return false
  }
}
