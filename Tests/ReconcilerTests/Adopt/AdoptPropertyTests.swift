import AppStoreConnect
import Diagnostics
import PlanningSupport
import TestSupport
import Testing
import YAML

@testable import DesiredState
@testable import Planning
@testable import Reconciler

/// Whatever the files look like and whatever was changed by hand: after adopting, the files are valid and the plan is
/// empty for what was adopted; the diff is minimal, and git takes it.
@Suite struct AdoptPropertyTests {
  private struct Case {
    var files: [SourceFile]
    var state: DesiredState
    var readings: [AppReading]
    var others: [LiveApp]
    var drifts = 0
  }

  private func drifted(_ seed: UInt64) throws -> Case {
    let random = RandomDesiredFiles(seed: seed)
    var generator = SeededGenerator(seed: seed ^ 0xD21F7)
    let result = DesiredStateReader().decode(random.files)
    let texts = random.files.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: "-----\n")
    let state = try #require(
      result.state, "seed \(seed)\n\(DiagnosticRenderer().render(result.diagnostics))\n\(texts)")
    let movesReceiver = seed.isMultiple(of: 4)
    var number = 0
    var drifts = 0
    func chance(_ percent: Int) -> Bool { Int.random(in: 1...100, using: &generator) <= percent }
    func events() -> [EventType] {
      Array(EventType.known.shuffled(using: &generator).prefix(Int.random(in: 1...4, using: &generator)))
    }
    func url() -> String {
      "https://live\(Int.random(in: 0...3, using: &generator)).example.com"
        + (RandomDesiredFiles.paths.randomElement(using: &generator) ?? "")
    }
    func name() -> String { "\(RandomDesiredFiles.names.randomElement(using: &generator) ?? "") \(number)" }
    func hook(name: String, url: String, events: [EventType], enabled: Bool) -> LiveWebhook {
      number += 1
      return LiveWebhook(id: "w\(number)", name: name, url: url, events: events, enabled: enabled)
    }
    var rules = DefaultsMatcher(state)
    let byRule = AppFacts(id: "3000000000", bundleId: "com.example.ruled", name: "Ruled")
    let readings = (state.apps + [rules.app(byRule)].compactMap { $0 }).map { app -> AppReading in
      let facts =
        (random.apps + [byRule]).first { $0.id == app.key.text || $0.bundleId == app.key.text } ?? byRule
      var app = app
      if app.isListed { rules.complete(&app, as: facts) }
      var live: [LiveWebhook] = []
      for target in app.targets(for: facts).webhooks {
        var webhook = hook(
          name: target.name, url: target.url.text, events: target.events, enabled: target.enabled)
        if movesReceiver, webhook.url.contains("t0.example.com") {
          webhook = hook(
            name: webhook.name, url: webhook.url.replacing("t0.example", with: "moved.example"),
            events: webhook.events, enabled: webhook.enabled)
        }
        if chance(12) { drifts += 1; continue }
        if chance(12) { webhook.name = name() }
        if chance(15) { webhook.events = events().sorted() }
        if chance(15) { webhook.enabled.toggle() }
        if chance(12) {
          webhook = hook(name: webhook.name, url: url(), events: webhook.events, enabled: webhook.enabled)
        }
        live.append(webhook)
      }
      for _ in 0..<Int.random(in: 0...2, using: &generator) where live.count < 8 && chance(50) {
        live.append(hook(name: name(), url: url(), events: events(), enabled: chance(70)))
      }
      return AppReading(desired: app, facts: facts, webhooks: .success(live))
    }
    let others = (0..<(state.defaults.isEmpty ? Int.random(in: 0...2, using: &generator) : 0)).map {
      index -> LiveApp in
      let id = "\(2_000_000_000 + index)"
      let facts = AppFacts(id: id, bundleId: "com.example.app\(index)5", name: "New \(index)")
      var live = [hook(name: name(), url: url(), events: events(), enabled: chance(70))]
      if chance(50) {
        live.append(
          hook(
            name: "T0", url: "https://t0.example.com/com.example.app\(index)5", events: events(),
            enabled: true))
      }
      if chance(30) { live.append(hook(name: "Bad", url: "ftp://x", events: events(), enabled: true)) }
      return LiveApp(facts: facts, webhooks: .success(live))
    }
    return Case(files: random.files, state: state, readings: readings, others: others, drifts: drifts)
  }

  @Test func `any drift of any files`() async throws {
    var (adopted, left, hunks, templates) = (0, 0, 0, 0)
    let folder = try ScratchDirectory()
    for seed in RandomCases.seeds(600) {
      let drifted = try drifted(seed)
      let apps = drifted.readings.map(PreparedApp.init(_:))
      let drift = DriftDetector().compare(apps, plan: Planner().plan(apps))
      let acceptsMissing = seed.isMultiple(of: 3)
      let adoption = Adopter(
        drifted.state, apps: apps, drift: drift, others: drifted.others,
        scope: AdoptionScope(acceptsMissing: acceptsMissing, takesLeftApps: true),
        decode: { DesiredStateReader().decode($0) }
      ).adoption()
      let edits = Dictionary(
        uniqueKeysWithValues: adoption.files.map { (ObjectIdentifier($0.file), $0.edits) })
      let files = drifted.files.map { file in
        SourceFile(path: file.path, bytes: (edits[ObjectIdentifier(file)] ?? []).applied(to: file.bytes))
      }
      let shown =
        "seed \(seed)\n"
        + zip(drifted.files, files).map { before, after in
          String(decoding: before.bytes, as: UTF8.self) + "=====\n"
            + String(decoding: after.bytes, as: UTF8.self)
        }.joined(separator: "-----\n")
      try check(adoption, files, drifted, drift, shown)
      if !acceptsMissing { checkComments(drifted.files, files, shown) }
      hunks += try await checkDiff(adoption, files, drifted.files, in: folder, shown)
      adopted += adoption.adopted.count
      left += adoption.left.count
      for item in adoption.left {
        if case .noPlace? = item.reason {
          Issue.record("\(item.app), \(item.webhook ?? ""): no place\n\(shown)")
        }
      }
      if acceptsMissing { continue }
      templates +=
        adoption.files.contains {
          $0.edits.contains { String(decoding: $0.bytes, as: UTF8.self).contains("moved") }
        } ? 1 : 0
    }
    #expect(adopted > 2_000 && hunks > 800 && templates > 20, "\(adopted) \(left) \(hunks) \(templates)")
  }

  private func check(
    _ adoption: Adoption, _ files: [SourceFile], _ drifted: Case, _ drift: [AppDrift], _ shown: String
  ) throws {
    let result = DesiredStateReader().decode(files)
    let state = try #require(result.state, "\(DiagnosticRenderer().render(result.diagnostics))\n\(shown)")
    var rules = DefaultsMatcher(state)
    var open: [String: Set<String>] = [:]
    for item in adoption.left {
      let name = "\(item.kind.rawValue) \(item.webhookId ?? item.webhook ?? "")"
      let marks = item.kind == .changed ? item.fields.map { "\(name) \($0.rawValue)" } : [name]
      open[item.app, default: []].formUnion(marks)
    }
    var readings =
      drifted.readings
      + drifted.others.map { app in
        AppReading(
          desired: DesiredApp(
            key: .bundleId(app.title), location: DesiredStateDecoder.start(of: files[0]), webhooks: []),
          facts: app.facts, webhooks: app.webhooks)
      }
    for index in readings.indices {
      let key = readings[index].desired.key
      guard var app = state.apps.first(where: { $0.key == key }) else {
        let byRule = rules.app(readings[index].facts)
        readings[index].desired = try #require(
          byRule, "\(readings[index].facts.title) \(readings[index].webhooks) \(adoption.left)\n\(shown)")
        continue
      }
      rules.complete(&app, as: readings[index].facts)
      readings[index].desired = app
    }
    let apps = readings.map(PreparedApp.init(_:))
    let plan = Planner().plan(apps)
    for (after, app) in zip(DriftDetector().compare(apps, plan: plan), plan.apps) {
      #expect(app.failure == nil, "\(shown)")
      let rest = after.marks.subtracting(open[after.title] ?? [])
      #expect(rest.isEmpty, "\(after.title): \(rest)\n\(shown)")
      if open[after.title] == nil { #expect(app.steps.isEmpty, "\(after.title)\n\(shown)") }
    }
    // What differed was either adopted or named.
    let told = adoption.adopted.count + adoption.left.count
    #expect(told >= drift.reduce(0) { $0 + $1.differences.count }, "\(shown)")
  }

  /// A comment beside an item goes with it; one on a line of its own stays.
  private func checkComments(_ before: [SourceFile], _ after: [SourceFile], _ shown: String) {
    let text = after.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
    for file in before {
      for line in String(decoding: file.bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
        let comment = line.drop { $0 == " " || $0 == "\u{FEFF}" }
        #expect(!comment.hasPrefix("#") || text.contains(comment), "\(comment) is gone\n\(shown)")
      }
    }
  }

  /// The number of hunks, each of which carries a change.
  private func checkDiff(
    _ adoption: Adoption, _ files: [SourceFile], _ before: [SourceFile], in folder: ScratchDirectory,
    _ shown: String
  ) async throws -> Int {
    guard !adoption.files.isEmpty else { return 0 }
    let diff = adoption.files.map { UnifiedDiff($0.file.bytes, $0.edits).text(path: $0.file.path) }.joined()
    for file in before { _ = try folder.write(file.bytes, to: file.path) }
    _ = try folder.write(diff.utf8, to: "adopt.diff")
    let git = try #require(CommandRunner.path(of: "git"))
    let run = try await Command(
      git, ["apply", "adopt.diff"], environment: ["GIT_CEILING_DIRECTORIES": "/tmp"],
      workingDirectory: folder.path
    ).run()
    #expect(run.exitCode == 0, "\(run.errorOutput)\n\(diff)\n\(shown)")
    for file in files { #expect(folder.read(file.path) == file.bytes, "\(diff)\n\(shown)") }
    let parts = diff.split(separator: "\n@@ ").dropFirst()
    for hunk in parts {
      let lines = hunk.split(separator: "\n").filter { !$0.hasPrefix("--- ") && !$0.hasPrefix("+++ ") }
      let (gone, new) = (lines.filter { $0.hasPrefix("-") }, lines.filter { $0.hasPrefix("+") })
      #expect(!gone.isEmpty || !new.isEmpty, "\(diff)")
      #expect(gone.first?.dropFirst() != new.first?.dropFirst() || gone.isEmpty, "\(diff)")
    }
    return parts.count
  }
}
