import Simulator
import TestSupport

/// Random files with `defaults` rules, and a random account for them. Names, URLs and patterns come from small
/// alphabets, so that rules often match apps.
struct RandomDefaults {
  /// One file, in parts that can be in any order.
  struct File {
    var templates: [String] = []
    var rules: [String] = []
    var apps: [String] = []
    var policy: String?
  }

  private(set) var apps: [Fleet.App] = []
  private(set) var files: [File]
  private var random: SeededGenerator

  private static let bundleIds = ["com.a.x", "com.a.y", "com.b.x", "com.b.y", "net.a.x", "net.b.internal"]
  private static let patterns = ["com.*", "*.x", "com.a.*", "*", "net.*", "com.?.y", "com.b.x"]
  private static let templates = ["T0", "T1", "T2", "T3"]
  private static let urls = (0..<5).map { "https://u\($0).example.com/" }
  private static let prune = ["true", "false", "managed"]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    files = Array(repeating: File(), count: Int.random(in: 1...4, using: &random))
    var id = 0
    for (number, bundleId) in Self.bundleIds.enumerated() where chance(85) {
      let webhooks = (0..<Int.random(in: 0...5, using: &random)).map { _ in
        id += 1
        let name = ["T0", "T1", "T2 of \(bundleId)", "T3", "Own", "Other", "Vendor"]
        return fleetWebhook("w\(id * 37 % 101)-\(id)", one(of: name), one(of: Self.urls), enabled: chance(80))
      }
      apps.append(fleetApp(number, bundleId, webhooks))
    }
    fill()
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 1...100, using: &random) <= percent }
  private mutating func one(of list: [String]) -> String { list.randomElement(using: &random) ?? "" }
  private mutating func aFile() -> Int { Int.random(in: files.indices, using: &random) }

  private mutating func some(of list: [String], atLeast least: Int = 0) -> String {
    list.shuffled(using: &random).prefix(Int.random(in: least...list.count, using: &random))
      .joined(separator: ", ")
  }

  private mutating func body() -> String {
    "{ url: \"\(one(of: Self.urls))\", events: [BUILD_UPLOAD_STATE_UPDATED], enabled: \(chance(80)), secret: { env: S } }"
  }

  private mutating func fill() {
    let home = aFile()
    for name in Self.templates {
      files[home].templates.append(
        name == "T2"
          ? "T2: { name: \"T2 of {bundleId}\", url: \"https://t2.example.com/{appId}\", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: T } }"
          : "\(name): \(body())")
    }
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      var rule = "apps: [\"\(one(of: Self.patterns))\", \"\(one(of: Self.patterns))\"]"
      if chance(30) { rule += ", except: [\"\(one(of: ["*.internal", "*.y", "com.b.*"]))\"]" }
      rule += ", use: [\(some(of: Self.templates, atLeast: 1))]"
      if chance(60) { rule += ", prune: \(one(of: Self.prune))" }
      files[aFile()].rules.append("{ \(rule) }")
    }
    for app in apps where chance(40) {
      var entry = "use: [\(some(of: Self.templates))]"
      var own = chance(50) ? ["Own: \(body())"] : []
      // Instead of one that rules may give it.
      if chance(30), !entry.contains("T0") { own.append("T0: \(body())") }
      entry += ", webhooks: { \(own.joined(separator: ", ")) }"
      if chance(30) { entry += ", prune: \(one(of: Self.prune))" }
      if chance(20) { entry += ", defaults: false" }
      files[aFile()].apps.append("\"\(chance(60) ? app.bundleId : app.id)\": { \(entry) }")
    }
    if chance(50) {
      files[aFile()].policy = "{ prune: \(one(of: Self.prune)), ignore: [{ name: Vendor }] }"
    }
  }

  /// Adds an app made after the files were applied.
  mutating func addApp() {
    let webhooks = (0..<Int.random(in: 0...3, using: &random)).map { index in
      fleetWebhook("new\(index)", one(of: ["T0", "T1", "Other"]), one(of: Self.urls))
    }
    apps.append(fleetApp(99, one(of: ["com.a.new", "net.new"]), webhooks))
  }

  /// Removes rules, apps and the policy from the files.
  mutating func change() {
    for index in files.indices {
      if !files[index].rules.isEmpty, chance(40) { files[index].rules.removeLast() }
      if !files[index].apps.isEmpty, chance(40) { files[index].apps.removeFirst() }
      if chance(20) { files[index].policy = nil }
    }
  }

  /// The same in another order: rules, apps, webhooks, files, and the account.
  func shuffled(seed: UInt64) -> Self {
    var other = self
    other.random = SeededGenerator(seed: seed)
    for index in other.files.indices {
      other.files[index].templates.shuffle(using: &other.random)
      other.files[index].rules.shuffle(using: &other.random)
      other.files[index].apps.shuffle(using: &other.random)
    }
    other.files.shuffle(using: &other.random)
    other.apps.shuffle(using: &other.random)
    for index in other.apps.indices { other.apps[index].webhooks.shuffle(using: &other.random) }
    return other
  }

  /// The names of the files, and their texts.
  var texts: [(name: String, text: String)] {
    files.enumerated().map { index, file in
      var text = "version: 1\n"
      func add(_ key: String, _ entries: [String]) {
        if !entries.isEmpty { text += "\(key):\n" + entries.map { "  \($0)\n" }.joined() }
      }
      add("templates", file.templates)
      add("defaults", file.rules.map { "- \($0)" })
      add("apps", file.apps)
      if file.apps.isEmpty { text += "apps: {}\n" }
      if let policy = file.policy { text += "policy: \(policy)\n" }
      return ("f\(index).yaml", text)
    }
  }

  func write(to folder: TemporaryDirectory) throws {
    for (name, text) in texts { try folder.write(text, to: "conf/" + name) }
  }
}
