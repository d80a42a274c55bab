import AppStoreConnect
import DesiredState
import Diagnostics
import TestSupport

/// Desired-state files as people write them: blocks and braces, quotes, comments, anchors, templates, groups, line
/// breaks of both kinds. Every comment has a number of its own.
struct RandomDesiredFiles {
  private(set) var files: [SourceFile] = []
  /// The apps that the files list.
  private(set) var apps: [AppFacts] = []
  private var random: SeededGenerator
  private var lines: [String] = []
  private(set) var comments = 0
  private var step = 2
  private var hasListAnchor = false

  static let names = ["Crash triage", "no", "it's", "Bot: x", "é日本", "Hook {1}", "1e3", "Build #2"]
  static let paths = ["/a", "/b?x=1,2", "/%7Ec", ""]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    if chance(20) { step = 4 }
    let isSplit = chance(30)
    let count = number(1...5)
    apps = (1...count).map {
      AppFacts(id: "\(1_000_000_000 + $0)", bundleId: "com.example.app\($0)", name: "App \($0)")
    }
    begin()
    templates()
    if isSplit {
      lines.append("apps: {}")
      finish("shared.yaml")
      begin()
    }
    hasListAnchor = false
    appSection()
    finish("webhooks.yaml")
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
  private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
  private mutating func one<Element>(of list: [Element]) -> Element { list[number(0...list.count - 1)] }

  private mutating func comment() -> String {
    comments += 1
    return "#" + (chance(50) ? " " : "\t") + "c\(comments)."
  }

  private mutating func remark() -> String { chance(20) ? (chance(50) ? " " : "\t") + comment() : "" }

  private mutating func note(_ margin: String) { if chance(15) { lines.append(margin + comment()) } }

  private mutating func begin() {
    lines = chance(40) ? [comment()] : []
    lines.append("version: 1" + remark())
  }

  private mutating func finish(_ path: String) {
    note("")
    let lineBreak = chance(30) ? "\r\n" : "\n"
    let text =
      (chance(15) ? "\u{FEFF}" : "") + lines.joined(separator: lineBreak) + (chance(80) ? lineBreak : "")
    files.append(SourceFile(path: path, text: text))
  }

  private func margin(_ level: Int) -> String { String(repeating: " ", count: level * step) }

  private mutating func quoted(_ text: String, inFlow: Bool = false) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      0x61...0x7A ~= byte || 0x41...0x5A ~= byte || 0x30...0x39 ~= byte || byte == 0x2F || byte == 0x2E
        || byte == 0x5F || byte == 0x3A && !text.contains(": ")
    }
    switch number(0...3) {
    case 0...1 where isPlain && text.first?.isLetter == true && text != "no": return text
    case 2: return "'" + text.replacing("'", with: "''") + "'"
    default: return "\"\(text)\""
    }
  }

  private mutating func eventNames() -> [String] {
    var names = Array(EventType.known.map(\.rawValue).shuffled(using: &random).prefix(number(1...3)))
    if chance(20) { names.append("feedback") }
    if chance(15) { names.append("BUILD_*") }
    return names
  }

  // MARK: Parts

  private mutating func templates() {
    lines.append("variables: { host: own.example.com }" + remark())
    lines.append("eventGroups:")
    lines.append(margin(1) + "feedback: [BETA_FEEDBACK_*]" + remark())
    lines.append("templates:" + remark())
    for index in 0..<2 {
      note(margin(1))
      let host = chance(50) ? "t\(index).example.com/{bundleId}" : "t\(index).example.com/x?id={appId}"
      var fields = [("url", quoted("https://\(host)"))]
      if index == 1 { fields.append(("name", quoted("Template {appId}"))) }
      mapping("T\(index)", fields, level: 1, hasEvents: true)
    }
  }

  private mutating func appSection() {
    if chance(20) {
      lines.append("defaults:" + remark())
      lines.append(margin(1) + "- { apps: [\"com.example.*\"], use: [T1], prune: \(chance(50)) }" + remark())
    }
    lines.append("apps:" + remark())
    let isSpaced = chance(40)
    for (index, app) in apps.enumerated() {
      if index > 0, isSpaced { lines.append("") }
      note(margin(1))
      let key = chance(80) ? app.bundleId ?? "" : app.id ?? ""
      let uses = ["T0", "T1"].shuffled(using: &random).prefix(number(0...2))
      let own = Self.names.shuffled(using: &random).prefix(number(0...3))
      if uses.isEmpty, own.isEmpty {
        lines.append(margin(1) + quoted(key) + ": {}" + remark())
        continue
      }
      lines.append(margin(1) + quoted(key) + ":" + remark())
      if !uses.isEmpty { list("use", uses.map { ($0, $0) }, level: 2) }
      if !own.isEmpty { lines.append(margin(2) + "webhooks:" + remark()) }
      for name in own { webhook(name, free: ["T0", "T1"].filter { !uses.contains($0) }) }
      if chance(15) { lines.append(margin(2) + "prune: true" + remark()) }
    }
  }

  private mutating func webhook(_ name: String, free templates: [String]) {
    note(margin(3))
    if chance(20) {
      var fields = [("template", templates.first ?? "T0")]
      if chance(50) { fields.append(("enabled", "\(chance(50))")) }
      fields.append(("url", quoted("https://o.example.com/\(number(0...99))")))
      return mapping(quoted(name), fields, level: 3, hasEvents: chance(40), isOverride: true)
    }
    var fields = [("url", quoted("https://own\(number(0...2)).example.com\(one(of: Self.paths))"))]
    if chance(30) { fields[0].1 = quoted("https://{host}/{bundleId}/\(number(0...99))") }
    if chance(40) { fields.append(("enabled", "\(chance(50))")) }
    mapping(quoted(name), fields, level: 3, hasEvents: true)
  }

  /// A webhook or a template.
  private mutating func mapping(
    _ key: String, _ fields: [(String, String)], level: Int, hasEvents: Bool, isOverride: Bool = false
  ) {
    var fields = fields
    let secret = "{ env: S\(number(0...2)) }"
    if !isOverride { fields.append(("secret", secret)) }
    fields.shuffle(using: &random)
    if chance(25) {
      let events = hasEvents ? [("events", "[" + eventNames().joined(separator: ", ") + "]")] : []
      let pairs = (fields + events).map { $0.0 + ": " + ($0.0 == "url" ? flowSafe($0.1) : $0.1) }
      if chance(30) {
        lines.append(margin(level) + key + ": {" + remark())
        for (index, pair) in pairs.enumerated() {
          lines.append(
            margin(level + 1) + pair + (index < pairs.count - 1 || chance(50) ? "," : "") + remark())
        }
        lines.append(margin(level + 1) + "}" + remark())
      } else {
        lines.append(margin(level) + key + ": { " + pairs.joined(separator: ", ") + " }" + remark())
      }
      return
    }
    lines.append(margin(level) + key + ":" + remark())
    let place = number(0...fields.count)
    for (index, field) in fields.enumerated() {
      if hasEvents, index == place { events(level: level + 1) }
      note(margin(level + 1))
      lines.append(margin(level + 1) + field.0 + ": " + field.1 + remark())
    }
    if hasEvents, place == fields.count { events(level: level + 1) }
  }

  private func flowSafe(_ text: String) -> String {
    text.first == "\"" || text.first == "'" ? text : "\"\(text)\""
  }

  private mutating func events(level: Int) {
    if hasListAnchor, chance(30) {
      lines.append(margin(level) + "events: *list" + remark())
      return
    }
    let isAnchor = !hasListAnchor && chance(30)
    list(
      isAnchor ? "events: &list" : "events", eventNames().map { ($0, $0) }, level: level, isOpen: !isAnchor)
    hasListAnchor = hasListAnchor || isAnchor
  }

  private mutating func list(_ key: String, _ items: [(String, String)], level: Int, isOpen: Bool = true) {
    let head = margin(level) + key + (isOpen ? ":" : "")
    switch number(0...3) {
    case 0:
      lines.append(head + remark())
      for item in items {
        lines.append(margin(level + (key == "use" ? 0 : 1)) + "- " + quotedItem(item.0) + remark())
      }
    case 1:
      lines.append(head + " [" + remark())
      for (index, item) in items.enumerated() {
        lines.append(margin(level + 1) + quotedItem(item.0) + (index < items.count - 1 ? "," : "") + remark())
      }
      lines.append(margin(level + 1) + "]")
    default:
      lines.append(head + " [" + items.map { quotedItem($0.0) }.joined(separator: ", ") + "]" + remark())
    }
  }

  private mutating func quotedItem(_ text: String) -> String {
    text.contains("*") || chance(15) ? "\"\(text)\"" : text
  }
}
