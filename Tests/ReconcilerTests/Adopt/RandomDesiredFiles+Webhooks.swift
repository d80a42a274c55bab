import AppStoreConnect

extension RandomDesiredFiles {
  /// The fields of a webhook in random order, and whether it has events.
  mutating func webhook(free templates: [String]) -> (fields: [(String, String)], hasEvents: Bool) {
    var fields: [(String, String)]
    let isOverride = chance(20)
    if isOverride {
      fields = [("template", templates.first ?? "T0")]
      if chance(50) { fields.append(("enabled", "\(chance(50))")) }
      fields.append(("url", quoted("https://o.example.com/\(number(0...99))")))
    } else {
      fields = [("url", quoted("https://own\(number(0...2)).example.com\(one(of: Self.paths))"))]
      if chance(30) { fields[0].1 = quoted("https://{host}/{bundleId}/\(number(0...99))") }
      if features.contains(.sensitive), chance(20) {
        fields[0].1 = quoted("https://zap.example.com/{zap}/\(number(0...99))")
      }
      if chance(40) { fields.append(("enabled", "\(chance(50))")) }
      fields.append(("secret", "{ env: S\(number(0...2)) }"))
    }
    if chance(12) { fields.append(formerly()) }
    return (fields.shuffled(using: &random), !isOverride || chance(40))
  }

  mutating func flow(_ webhook: (fields: [(String, String)], hasEvents: Bool)) -> String {
    "{ " + pairs(webhook.fields, webhook.hasEvents).joined(separator: ", ") + " }"
  }

  private mutating func pairs(_ fields: [(String, String)], _ hasEvents: Bool) -> [String] {
    let events = hasEvents ? [("events", "[" + eventNames().joined(separator: ", ") + "]")] : []
    return (fields + events).map { $0.0 + ": " + ($0.0 == "url" ? flowSafe($0.1) : $0.1) }
  }

  /// A webhook or a template.
  mutating func mapping(
    _ key: String, _ given: [(String, String)], level: Int, hasEvents: Bool, anchor: String = ""
  ) {
    var fields = given
    if level == 1 { fields.append(("secret", "{ env: S\(number(0...2)) }")) }
    let head = margin(level) + key + ":" + anchor
    if chance(25) {
      let pairs = pairs(fields, hasEvents)
      if chance(30) {
        lines.append(head + " {" + remark())
        for (index, pair) in pairs.enumerated() {
          lines.append(
            margin(level + 1) + pair + (index < pairs.count - 1 || chance(50) ? "," : "") + remark())
        }
        lines.append(margin(level + 1) + "}" + remark())
      } else {
        lines.append(head + " { " + pairs.joined(separator: ", ") + " }" + remark())
      }
      return
    }
    lines.append(head + remark())
    let place = number(0...fields.count)
    for (index, field) in fields.enumerated() {
      if hasEvents, index == place { events(level: level + 1) }
      note(margin(level + 1))
      if field.0 == "url", chance(8) {
        lines.append(margin(level + 1) + "url: >-" + remark())
        lines.append(margin(level + 2) + field.1.filter { $0 != "\"" && $0 != "'" })
      } else {
        lines.append(margin(level + 1) + field.0 + ": " + field.1 + remark())
      }
    }
    if hasEvents, place == fields.count { events(level: level + 1) }
  }

  private func flowSafe(_ text: String) -> String {
    text.first == "\"" || text.first == "'" ? text : "\"\(text)\""
  }

  private mutating func events(level: Int) {
    if hasListAnchor, chance(30) {
      features.insert(.anchor)
      lines.append(margin(level) + "events: *list" + remark())
      return
    }
    let isAnchor = !hasListAnchor && chance(30)
    list(isAnchor ? "events: &list" : "events", eventNames(), level: level, isOpen: !isAnchor)
    hasListAnchor = hasListAnchor || isAnchor
  }

  mutating func list(_ key: String, _ items: [String], level: Int, isOpen: Bool = true) {
    let head = margin(level) + key + (isOpen ? ":" : "")
    switch number(0...3) {
    case 0:
      lines.append(head + remark())
      for item in items {
        lines.append(margin(level + (key == "use" ? 0 : 1)) + "- " + quotedItem(item) + remark())
      }
    case 1:
      lines.append(head + " [" + remark())
      for (index, item) in items.enumerated() {
        lines.append(margin(level + 1) + quotedItem(item) + (index < items.count - 1 ? "," : "") + remark())
      }
      lines.append(margin(level + 1) + "]")
    default:
      lines.append(head + " [" + items.map { quotedItem($0) }.joined(separator: ", ") + "]" + remark())
    }
  }

  private mutating func quotedItem(_ text: String) -> String {
    text.contains("*") || chance(15) ? "\"\(text)\"" : text
  }
}
