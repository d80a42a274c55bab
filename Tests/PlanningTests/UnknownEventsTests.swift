import AppStoreConnect
import Diagnostics
import PlanningSupport
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning

/// Event types that this version doesn't know: a file that can't name them can't want them removed.
@Suite struct UnknownEventsTests {
  private static let url = "https://a.example.com/hook"

  private func desired(_ files: String...) throws -> DesiredApp {
    let result = DesiredStateReader().decode(
      files.enumerated().map { SourceFile(path: "\($0.offset).yaml", text: $0.element) })
    let state = try #require(result.state, "\(DiagnosticRenderer().render(result.diagnostics))")
    return try #require(state.apps.first)
  }

  private func reading(_ app: DesiredApp, _ live: [LiveWebhook]) -> AppReading {
    AppReading(
      desired: app, facts: AppFacts(id: "1", bundleId: "com.example.a", name: "A"), webhooks: .success(live))
  }

  private static func file(_ events: String, _ tail: String = "") -> String {
    """
    version: 1
    apps:
      com.example.a:
        webhooks:
          N: { url: "\(url)", events: [\(events)], secret: { env: S } }
    \(tail)
    """
  }

  @Test func oneIsKeptAndNamed() throws {
    let app = try desired(Self.file("BUILD_UPLOAD_STATE_UPDATED"))
    let readings = [reading(app, [live("1", "N", Self.url, [Event.build, Event.future])])]
    let plan = Planner().plan(readings)
    #expect(plan.steps.isEmpty)
    let webhook = try #require(plan.apps.first?.webhooks.first)
    #expect(webhook.action == .unchanged)
    #expect(webhook.keptEvents == [Event.future])
    #expect(webhook.reason == "keeps SOMETHING_NEW_CREATED, which this version doesn't know")
    #expect(
      !DriftReport(apps: DriftDetector().compare(readings.map(PreparedApp.init(_:)), plan: plan)).hasDrift)
  }

  @Test func othersAreChangedBesideIt() throws {
    let app = try desired(Self.file("BETA_FEEDBACK_CRASH_SUBMISSION_CREATED"))
    let readings = [reading(app, [live("1", "N", Self.url, [Event.build, Event.future])])]
    let plan = Planner().plan(readings)
    let change = FieldChange.events(before: [Event.build, Event.future], after: [Event.crash, Event.future])
    #expect(plan.apps.first?.webhooks.first?.changes == [change])
    let drift = DriftDetector().compare(readings.map(PreparedApp.init(_:)), plan: plan).first?.differences
      .first
    #expect(
      drift?.fields == [.events(before: [Event.build, Event.future], after: [Event.crash, Event.future])])
    var app2 = ModelApp([live("1", "N", Self.url, [Event.build, Event.future])])
    for step in plan.steps { app2.make(step) }
    #expect(Planner().plan([reading(app, app2.webhooks)]).steps.isEmpty)
  }

  /// The file that holds the list decides, not the one that holds the app.
  @Test func aFileThatMayNameThemDecides() throws {
    let both = [live("1", "N", Self.url, [Event.build, Event.future])]
    let own = try desired(Self.file("BUILD_UPLOAD_STATE_UPDATED", "allowUnknownEvents: true"))
    #expect(Planner().plan([reading(own, both)]).steps.count == 1)
    let templates = """
      version: 1
      allowUnknownEvents: true
      templates:
        N: { url: "\(Self.url)", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
      """
    let user = "version: 1\napps: { com.example.a: { use: [N] } }"
    #expect(Planner().plan([reading(try desired(templates, user), both)]).steps.count == 1)
    let strict = templates.replacing("allowUnknownEvents: true\n", with: "")
    #expect(Planner().plan([reading(try desired(strict, user), both)]).steps.isEmpty)
  }

  /// Whichever way a plan takes, and wherever a run stops: what a webhook of the file keeps is there at the
  /// end, under its name.
  @Test func noneIsLost() async {
    let seed = RandomCases.seed()
    var random = SeededGenerator(seed: seed)
    var changes = 0
    for index in 0..<RandomCases.count(1_000) {
      if index.isMultiple(of: 50) { await Task.yield() }
      var example = OrderCase.contested(most: index.isMultiple(of: 3) ? 4 : 3, using: &random)
      // The file knows the event types of the case, and no others.
      example.takeKnownEvents()
      for index in example.live.indices where Bool.random(using: &random) {
        example.live[index].events.append(EventType(rawValue: "LATER_\(index)"))
        example.live[index].events.sort()
      }
      let kept = example.live.map { ($0.name, $0.events.filter { !$0.isKnown }) }
      let plan = example.plan()
      var app = ModelApp(example.live)
      for step in plan.steps {
        app.make(step)
        changes += 1
        var rest = example
        rest.live = app.webhooks
        var end = app
        for step in rest.plan().steps { end.make(step) }
        for (name, events) in kept {
          let webhooks = end.webhooks.filter { $0.name == name }
          #expect(
            webhooks.count == 1
              && webhooks.allSatisfy { webhook in events.allSatisfy(webhook.events.contains) },
            "seed \(seed), case \(index): \(name) lacks one of \(events)\n\(example)")
        }
        rest.live = end.webhooks
        #expect(rest.plan().steps.isEmpty, "seed \(seed), case \(index)")
      }
    }
    #expect(changes > 1_000)
  }
}

extension OrderCase {
  /// Gives the event types of the case names that this version knows.
  fileprivate mutating func takeKnownEvents() {
    func known(_ events: [EventType]) -> [EventType] {
      events.compactMap { Int($0.rawValue.dropFirst()) }.map { EventType.known[$0] }.sorted()
    }
    for index in live.indices { live[index].events = known(live[index].events) }
    for index in desired.webhooks.indices {
      desired.webhooks[index].events = known(desired.webhooks[index].events)
      desired.webhooks[index].keepsUnknownEvents = true
    }
  }
}
