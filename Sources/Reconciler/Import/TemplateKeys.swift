import AppStoreConnect
import Planning

extension [ImportedTemplate] {
  /// The templates in the order of their keys. A key is the webhooks' name if possible. If a template with more
  /// webhooks has that name, the key adds the receiver, or a number.
  var withKeys: Self {
    var templates = sorted { left, right in
      (-left.members.count, TextOrder(left.name), TextOrder(left.url ?? ""), left.eventNames)
        < (-right.members.count, TextOrder(right.name), TextOrder(right.url ?? ""), right.eventNames)
    }
    let names = Set(templates.map(\.name))
    let hosts = Dictionary(templates.map { ($0.name, [$0.host]) }, uniquingKeysWith: +)
    var taken: Set<String> = []
    for index in templates.indices {
      let template = templates[index]
      var key = template.name
      let isHostItsOwn = hosts[template.name]?.count { $0 == template.host } == 1
      if taken.contains(key), isHostItsOwn, !template.host.contains("{") { key += " (\(template.host))" }
      var number = 2
      while taken.contains(key) || (key != template.name && names.contains(key)) {
        key = "\(template.name) \(number)"
        number += 1
      }
      taken.insert(key)
      templates[index].key = key
    }
    return templates.sorted { TextOrder($0.key) < TextOrder($1.key) }
  }
}

extension ImportedTemplate {
  fileprivate var eventNames: String { events.map(\.rawValue).joined(separator: " ") }
}
