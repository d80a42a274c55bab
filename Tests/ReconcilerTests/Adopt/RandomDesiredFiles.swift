import AppStoreConnect
import DesiredState
import Diagnostics
import TestSupport

/// Desired-state files as people write them: blocks and braces, quotes, comments, anchors and merges, templates,
/// groups, rules, variables, former names, both kinds of line breaks. Every comment has its own number.
struct RandomDesiredFiles {
  /// Features used that can't be edited everywhere.
  enum Feature { case anchor, merge, sensitive, formerly }

  private(set) var files: [SourceFile] = []
  /// The apps that the files list.
  private(set) var apps: [AppFacts] = []
  var features: Set<Feature> = []
  var random: SeededGenerator
  var lines: [String] = []
  private var comments = 0
  private var step = 2
  var formerNames = 0
  /// The anchors that the file has so far.
  var hasListAnchor = false
  private var webhookAnchors = 0
  private var appAnchors = 0

  static let names = ["Crash triage", "no", "it's", "Bot: x", "é日本", "Hook {1}", "1e3", "Build #2"]
  static let paths = ["/a", "/b?x=1,2", "/%7Ec", ""]
  static let values = VariableValues(environment: ["STOREHOOKS_VAR_ZAP": "hidden-part-of-a-path"])

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    if chance(20) { step = 4 }
    let count = number(1...5)
    apps = (1...count).map {
      AppFacts(id: "\(1_000_000_000 + $0)", bundleId: "com.example.app\($0)", name: "App \($0)")
    }
    begin()
    templates()
    if chance(30) {
      lines.append("apps: {}")
      finish("shared.yaml")
      begin()
    }
    rules()
    appSection(split: chance(25) ? number(1...count) : count)
    finish("webhooks.yaml")
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
  mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
  mutating func one<Element>(of list: [Element]) -> Element { list[number(0...list.count - 1)] }

  mutating func comment() -> String {
    comments += 1
    return "#" + (chance(50) ? " " : "\t") + "c\(comments)."
  }

  mutating func remark() -> String { chance(20) ? (chance(50) ? " " : "\t") + comment() : "" }

  mutating func note(_ margin: String) { if chance(15) { lines.append(margin + comment()) } }

  mutating func begin() {
    lines = chance(40) ? [comment()] : []
    lines.append("version: 1" + remark())
    (hasListAnchor, webhookAnchors, appAnchors) = (false, 0, 0)
  }

  mutating func finish(_ path: String) {
    note("")
    let lineBreak = chance(30) ? "\r\n" : "\n"
    let text =
      (chance(15) ? "\u{FEFF}" : "") + lines.joined(separator: lineBreak) + (chance(80) ? lineBreak : "")
    files.append(SourceFile(path: path, text: text))
  }

  func margin(_ level: Int) -> String { String(repeating: " ", count: level * step) }

  mutating func quoted(_ text: String) -> String {
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

  mutating func eventNames() -> [String] {
    var names = Array(EventType.known.map(\.rawValue).shuffled(using: &random).prefix(number(1...3)))
    if chance(20) { names.append("feedback") }
    if chance(15) { names.append("BUILD_*") }
    return names
  }

  // MARK: Parts

  mutating func templates() {
    let zap = chance(50) ? ", zap: { sensitive: true }" : ""
    if !zap.isEmpty { features.insert(.sensitive) }
    lines.append("variables: { host: own.example.com\(zap) }" + remark())
    lines.append("eventGroups:")
    lines.append(margin(1) + "feedback: [BETA_FEEDBACK_*]" + remark())
    lines.append("templates:" + remark())
    for index in 0..<2 {
      note(margin(1))
      let host = chance(50) ? "t\(index).example.com/{bundleId}" : "t\(index).example.com/x?id={appId}"
      var fields = [("url", quoted("https://\(host)"))]
      if index == 1 { fields.append(("name", quoted("Template {appId}"))) }
      if chance(10) { fields.append(formerly()) }
      mapping("T\(index)", fields, level: 1, hasEvents: true)
    }
  }

  mutating func formerly() -> (String, String) {
    formerNames += 1
    features.insert(.formerly)
    let more = chance(30) ? ", Older \(formerNames)" : ""
    return ("formerly", "[Old \(formerNames)\(more)]")
  }

  mutating func rules() {
    guard chance(20) else { return }
    lines.append("defaults:" + remark())
    lines.append(margin(1) + "- { apps: [\"com.example.*\"], use: [T1], prune: \(chance(50)) }" + remark())
  }

  mutating func appSection(split: Int) {
    lines.append("apps:" + remark())
    let isSpaced = chance(40)
    for (index, app) in apps.enumerated() {
      if index == split {
        finish("more.yaml")
        begin()
        lines.append("apps:" + remark())
      } else if index > 0, isSpaced {
        lines.append("")
      }
      note(margin(1))
      let key = chance(80) ? app.bundleId ?? "" : app.id ?? ""
      let uses = Array(["T0", "T1"].shuffled(using: &random).prefix(number(0...2)))
      let own = Array(Self.names.shuffled(using: &random).prefix(number(0...3)))
      entry(quoted(key), uses, own)
    }
  }

  mutating func entry(_ key: String, _ uses: [String], _ own: [String]) {
    if uses.isEmpty, own.isEmpty {
      lines.append(margin(1) + key + ": {}" + remark())
      return
    }
    let free = ["T0", "T1"].filter { !uses.contains($0) }
    if chance(8) {
      let webhooks = own.map { quoted($0) + ": " + flow(webhook(free: free)) }.joined(separator: ", ")
      let parts =
        (uses.isEmpty ? [] : ["use: [\(uses.joined(separator: ", "))]"])
        + (webhooks.isEmpty ? [] : ["webhooks: { \(webhooks) }"])
      lines.append(margin(1) + key + ": { " + parts.joined(separator: ", ") + " }" + remark())
      return
    }
    if appAnchors > 0, chance(25) {
      features.insert(.merge)
      if chance(50) {
        lines.append(margin(1) + key + ": *app\(appAnchors)" + remark())
      } else {
        lines.append(margin(1) + key + ":" + remark())
        lines.append(margin(2) + "<<: *app\(appAnchors)" + remark())
        lines.append(margin(2) + "prune: \(chance(50))" + remark())
      }
      return
    }
    let isAnchor = chance(5)
    if isAnchor { appAnchors += 1 }
    lines.append(margin(1) + key + ":" + (isAnchor ? " &app\(appAnchors)" : "") + remark())
    if !uses.isEmpty { list("use", uses, level: 2) }
    if !own.isEmpty { lines.append(margin(2) + "webhooks:" + remark()) }
    for name in own {
      note(margin(3))
      if webhookAnchors > 0, chance(15) {
        features.insert(.anchor)
        let alias = "*hook\(number(1...webhookAnchors))"
        if chance(50) {
          lines.append(margin(3) + quoted(name) + ": " + alias + remark())
        } else {
          lines.append(margin(3) + quoted(name) + ":" + remark())
          lines.append(margin(4) + "<<: " + alias + remark())
          lines.append(margin(4) + "url: https://merged.example.com/\(number(0...99))" + remark())
        }
        continue
      }
      let (fields, hasEvents) = webhook(free: free)
      let isShared = hasEvents && fields.allSatisfy { $0.0 != "formerly" && $0.0 != "template" } && chance(10)
      if isShared { webhookAnchors += 1 }
      mapping(
        quoted(name), fields, level: 3, hasEvents: hasEvents,
        anchor: isShared ? " &hook\(webhookAnchors)" : "")
    }
    if chance(15) { lines.append(margin(2) + "prune: true" + remark()) }
  }
}
