// Measures the planner, for scripts/bench. Every figure comes with a ratio to something measured in the same
// run, for machines differ and are noisy.

import AppStoreConnect
import DesiredState
import Diagnostics
import Planning
import TestSupport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The median time of several runs, in milliseconds.
func median(of runs: Int, _ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  let times = (0..<runs).map { _ in clock.measure(body) / .milliseconds(1) }
  return times.sorted()[runs / 2]
}

/// The least CPU time of several runs, in milliseconds: what other programs do meanwhile isn't in it.
func leastCPU(of runs: Int, _ body: () -> Void) -> Double {
  func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
  }
  return (0..<runs).map { _ in
    let start = now()
    body()
    return now() - start
  }.min() ?? 0
}

func place() -> SourceRange {
  let start = SourcePosition(line: 1, column: 1)
  return SourceRange(file: SourceFile(path: "webhooks.yaml", text: ""), start: start, end: start)
}

let location = place()

/// What an app wants: name, URL and event types of each webhook.
typealias Content = (name: Int, url: Int, events: [Int])

func reading(_ wanted: [Content], _ live: [Content], app: Int = 0) -> AppReading {
  let webhooks = wanted.map { content in
    DesiredWebhook(
      name: PlaceholderText(literal: "hook \(content.name)"),
      url: PlaceholderText(literal: "https://u\(content.url).example.com/"),
      events: content.events.sorted().map { EventType(rawValue: "EVENT_\($0)") }, enabled: true,
      secret: .environment("SECRET"),
      locations: DesiredWebhook.Locations(
        webhook: location, url: location, events: location, secret: location))
  }
  let desired = DesiredApp(
    key: .bundleId("com.example.app\(app)"), location: location, webhooks: webhooks, prune: .always,
    ignore: [])
  let found = live.enumerated().map { index, content in
    LiveWebhook(
      id: "w\(app)-\(index)", name: "hook \(content.name)", url: "https://u\(content.url).example.com/",
      events: content.events.map { EventType(rawValue: "EVENT_\($0)") }, enabled: true)
  }
  return AppReading(
    desired: desired, facts: AppFacts(id: "\(app)", bundleId: "com.example.app\(app)", name: "App"),
    webhooks: .success(found))
}

let isJSON = CommandLine.arguments.contains("--json")

/// One figure, with the keys that scripts/bench reads.
struct Figure: Encodable {
  var name: String
  var measured: Double
  var unit = "ms"
  var against: String
  var yardstick: Double
  /// What the goal is about, `ratio` or `measured`; empty where there is none.
  var goalOf = ""
  var goal = 0.0

  func report() {
    if isJSON {
      print(String(decoding: (try? JSONEncoder().encode(self)) ?? Data(), as: UTF8.self))
      return
    }
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    let value = "\((measured * 1000).rounded() / 1000) \(unit)"
    print(
      padded(name, 52) + padded(value, 14) + "\((measured / yardstick * 100).rounded() / 100) × \(against)")
  }
}

func report(_ what: String, _ milliseconds: Double, of yardstick: String, taking against: Double) {
  Figure(name: what, measured: milliseconds, against: yardstick, yardstick: against).report()
}

// With "--decode FILE TIMES" it does nothing but that: what reading so many answers costs at least.
if let option = CommandLine.arguments.firstIndex(of: "--decode") {
  let answer = try Data(contentsOf: URL(filePath: CommandLine.arguments[option + 1]))
  for _ in 0..<(Int(CommandLine.arguments[option + 2]) ?? 0) {
    _ = try JSONDecoder().decode(WebhooksResponse.self, from: answer)
  }
  exit(0)
}

let planner = Planner()
let ten = Array(0..<10)

// The yardstick of one app: ten webhooks of which each gets one event type more, in any order.
let plain = reading(
  ten.map { (name: $0, url: $0, events: [0, 1]) }, ten.map { (name: $0, url: $0, events: [0]) })
let plainTime = median(of: 101) { _ = planner.plan([plain]) }
report("10 × 10, each changed, no conflict", plainTime, of: "itself", taking: plainTime)

let rotation = reading(
  ten.map { (name: $0, url: ($0 + 1) % 10, events: [0]) }, ten.map { (name: $0, url: $0, events: [0]) })
let rotationTime = median(of: 51) { _ = planner.plan([rotation]) }
report("10 × 10, URLs rotated by one", rotationTime, of: "no conflict", taking: plainTime)

/// Ten webhooks on `urls` URLs, at each of which every one of `events` event types is delivered by up to `most`
/// webhooks, before and after, but by others.
func contested(_ urls: Int, _ events: Int, most: Int, prune: Bool, _ random: inout SeededGenerator)
  -> AppReading
{
  func deal(_ random: inout SeededGenerator) -> [Content] {
    var hands: [Content] = ten.map { (name: $0, url: $0 % urls, events: []) }
    for url in 0..<urls {
      let places = ten.filter { $0 % urls == url }
      for event in 0..<events {
        let takers = places.shuffled(using: &random).prefix(Int.random(in: 1...most, using: &random))
        for place in takers { hands[place].events.append(event) }
      }
    }
    return hands.map { ($0.name, $0.url, $0.events.isEmpty ? [events + $0.name] : $0.events) }
  }
  var found = reading(deal(&random), deal(&random))
  found.desired.prune = prune ? .always : .never
  return found
}

// As many event types as Apple has, and as many as it may have one day.
var random = SeededGenerator(seed: 2026)
for (events, goal) in [(EventType.known.count, 20.0), (40, 50)] {
  for urls in [1, 2, 3, 5] {
    let cases = (0..<400).map {
      contested(urls, events, most: $0 % 3 + 1, prune: $0 % 4 != 0, &random)
    }
    let contest = "10 × 10, \(events) event types on \(urls) URLs"
    let times = cases.map { example in leastCPU(of: 3) { _ = planner.plan([example]) } }.sorted()
    report("\(contest): CPU, median", times[200], of: "no conflict", taking: plainTime)
    Figure(
      name: "\(contest): CPU, slowest of 400", measured: times[399], against: "no conflict",
      yardstick: plainTime, goalOf: "measured", goal: goal
    ).report()
  }
}

// Many apps, a third of them changed; the yardstick is decoding the very answers that they were read from.
let apps = (0..<10_000).map { app in
  reading(
    (0..<5).map { (name: $0, url: $0, events: app % 3 == 0 ? [0, 1] : [0]) },
    (0..<5).map { (name: $0, url: $0, events: [0]) }, app: app)
}
let answers = apps.map { app -> Data in
  let live = (try? app.webhooks.get()) ?? []
  let document = WebhooksResponse(
    data: live.map { webhook in
      Webhook(
        id: webhook.id,
        attributes: Webhook.Attributes(
          enabled: webhook.enabled, eventTypes: webhook.events, name: webhook.name, url: webhook.url))
    }, links: PagedDocumentLinks(selfLink: "https://api.example.com/v1/apps/1/webhooks"))
  return (try? JSONEncoder().encode(document)) ?? Data()
}
let decoding = median(of: 3) {
  for answer in answers { _ = try? JSONDecoder().decode(WebhooksResponse.self, from: answer) }
}
let planning = median(of: 5) { _ = planner.plan(apps) }
Figure(
  name: "plan 10,000 apps × 5, a third changed, in process", measured: planning,
  against: "decoding the answers",
  yardstick: decoding, goalOf: "measured", goal: 150
).report()

let limits: [(BurstLimit, name: String)] = [
  (.window, "300 a minute by the clock"), (.sliding, "300 in any minute"),
  (.tokens, "300 at once and 5 a second"),
]
for (limit, name) in limits {
  let taken = limit.timeToRead(1000)
  Figure(
    name: "read 1,000 apps under \(name)", measured: taken / .seconds(1),
    unit: "s",
    against: "floor", yardstick: limit.best / .seconds(1)
  ).report()
}
