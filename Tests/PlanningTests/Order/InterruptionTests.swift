import AppStoreConnect
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning

/// If not everything may be deleted, a run that stops after any of its calls leaves the next one what it
/// needs to finish the work, and doesn't touch webhooks that are none of ours. With a state file as a killed
/// run leaves it, and without one.
@Suite struct InterruptionTests {
  @Test(arguments: [Prune.never, .managed, .always]) func noThirdWebhookIsTakenAfterACut(prune: Prune) async {
    let seed = RandomCases.seed()
    var random = SeededGenerator(seed: seed)
    var tally = Tally()
    for index in 0..<RandomCases.count(600) {
      if index.isMultiple(of: 50) { await Task.yield() }
      let example = Self.example(prune, using: &random)
      for record in Record.allCases where record == .none || index.isMultiple(of: 2) {
        if let broken = Self.broken(by: example, record, depth: index.isMultiple(of: 5) ? 2 : 1, &tally) {
          Issue.record("seed \(seed), case \(index), \(record): \(broken)\n\(example)")
          return
        }
      }
    }
    #expect(tally.cuts > 300)
    #expect(tally.thirds > 300)
    #expect(tally.exchanges > 3)
    #expect(prune != .managed || tally.deletes > 30)
  }

  /// What the state file holds when the next run begins.
  enum Record: CaseIterable {
    case none
    /// Every call that was made.
    case whole
    /// Every call but the last, whose record wasn't written any more.
    case lacksLast
  }

  /// Webhooks that exchange event types on few URLs, and others that share their names or URLs.
  private static func example(_ prune: Prune, using random: inout SeededGenerator) -> OrderCase {
    var example = OrderCase.contested(most: 4, using: &random)
    example.desired.prune = prune
    let count = example.live.count
    // Some of ours can only be found by their URLs.
    for index in example.live.indices where Int.random(in: 0..<6, using: &random) == 0 {
      example.live[index].name = "old\(index)"
      if Bool.random(using: &random), index < example.desired.webhooks.count {
        example.formerly(index, ["older", "old\(index)"])
      }
    }
    if prune == .always || Int.random(in: 0..<4, using: &random) == 0 {
      example.protect(
        Bool.random(using: &random) ? "vendor" : "n\(Int.random(in: 0..<count, using: &random))")
    }
    for webhook in example.live where Int.random(in: 0..<4, using: &random) > 0 {
      example.recordedNames[webhook.id] = webhook.name
    }
    for third in 0..<Int.random(in: 1...3, using: &random) {
      let names = ["n\(Int.random(in: 0..<count, using: &random))", "vendor", "vendor"]
      // IDs below and above ours, since the lowest one counts.
      example.live.append(
        OrderCase.live(
          Bool.random(using: &random) ? "a\(third)" : "z\(third)", names.randomElement(using: &random) ?? "",
          url: Int.random(in: 0...2, using: &random),
          events: (0..<8).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }.isEmpty
            ? [9] : [Int.random(in: 0..<8, using: &random)],
          enabled: Int.random(in: 0..<6, using: &random) > 0))
    }
    if Int.random(in: 0..<8, using: &random) == 0 {
      example.desired.ignore = [IgnoreRule(name: Glob("vendor"), location: OrderCase.place)]
    }
    return example
  }

  private static func broken(
    by example: OrderCase, _ record: Record, depth: Int, _ tally: inout Tally
  ) -> String? {
    var start = example
    if record == .none { start.recordedNames = [:] }
    let plan = start.plan()
    guard plan.failure == nil else { return nil }
    let thirds = plan.webhooks.filter { $0.action == .unmanaged }.compactMap(\.webhookId)
    tally.thirds += thirds.count
    tally.deletes += plan.webhooks.count { $0.action == .delete }
    tally.exchanges += plan.webhooks.contains { $0.formerName != nil } ? 1 : 0
    let untouched = start.live.filter { thirds.contains($0.id) }
    let count = start.targets.count + thirds.count
    return cut(start, record, depth: depth, untouched, count, &tally)
  }

  /// Stops after each call, and lets the next run finish, or stops that one, too.
  private static func cut(
    _ start: OrderCase, _ record: Record, depth: Int, _ untouched: [LiveWebhook], _ count: Int,
    _ tally: inout Tally
  ) -> String? {
    let plan = start.plan()
    let steps = plan.steps
    var start = start
    if record != .none {
      // These are on record before the first call, see `StateRecorder`.
      for webhook in plan.webhooks {
        if let id = webhook.webhookId, webhook.formerName != nil { start.recordedNames[id] = webhook.name }
      }
    }
    for made in 0...steps.count where depth == 0 ? made == steps.count : made > 0 || steps.isEmpty {
      var app = ModelApp(start.live)
      var next = start
      for (index, step) in steps.prefix(made).enumerated() {
        let id = app.make(step)
        guard record != .none, record == .whole || index < made - 1 else { continue }
        next.recordedNames[id] = step.webhook
      }
      next.live = app.webhooks
      tally.cuts += 1
      if depth > 0, made < steps.count {
        if let broken = cut(next, record, depth: depth - 1, untouched, count, &tally) {
          return "cut after step \(made): \(broken)"
        }
      } else if let broken = unfinished(next, untouched, count) {
        return broken
      }
    }
    return nil
  }

  private static func unfinished(_ end: OrderCase, _ untouched: [LiveWebhook], _ count: Int) -> String? {
    let taken = untouched.filter { !end.live.contains($0) }
    if !taken.isEmpty { return "taken: \(taken.map(\.id))" }
    if end.live.count != count { return "\(end.live.count) webhooks instead of \(count)" }
    return Promise.unsatisfied(end)
  }
}
