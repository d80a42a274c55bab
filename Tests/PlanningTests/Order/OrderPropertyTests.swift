import AppStoreConnect
import PlanningSupport
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning

/// What must be true of every plan, tried on many small cases by simulating its calls one by one.
///
/// The tests yield now and then, because all tests share a few threads.
@Suite struct OrderPropertyTests {
  @Test func randomCasesKeepEveryPromise() async {
    let seed = RandomCases.seed()
    var random = SeededGenerator(seed: seed)
    var tally = Tally()
    for index in 0..<RandomCases.count(6_000) {
      if index.isMultiple(of: 50) { await Task.yield() }
      var alphabet = OrderCase.Alphabet()
      if index % 10 == 0 { alphabet = OrderCase.Alphabet(names: 12, urls: 4, events: 4, most: 10) }
      if index % 10 == 1 { alphabet = OrderCase.Alphabet(names: 6, urls: 6, events: 2, most: 6) }
      let example =
        index % 20 == 3 ? OrderCase.contested(using: &random) : OrderCase(alphabet, using: &random)
      if let broken = Promise.broken(by: example, isCutEverywhere: index % 4 == 0, &tally) {
        Issue.record("seed \(seed), case \(index): \(broken)\n\(example)")
        return
      }
    }
    #expect(tally.calls > 6_000)
    #expect(tally.cuts > 1_500)
  }

  @Test func everyStateOfUpToThreeWebhooksKeepsEveryPromise() async {
    var tally = Tally()
    let contents = OrderEnumeration.contents(urls: 2, events: 2)
    for targets in OrderEnumeration.targets(contents, names: 2)
    where OrderEnumeration.isFirstOfItsKind(targets) {
      await Task.yield()
      for live in OrderEnumeration.live(contents, names: 2, most: 3) {
        let example = OrderCase(targets: targets, live: live)
        if let broken = Promise.broken(by: example, isCutEverywhere: false, &tally) {
          Issue.record("\(broken)\n\(example)")
          return
        }
      }
    }
    #expect(tally.cases > 7_000)
  }

  @Test func theResultDoesNotDependOnTheOrderOfTheInput() async {
    let seed = RandomCases.seed()
    var random = SeededGenerator(seed: seed)
    for index in 0..<RandomCases.count(600) {
      if index.isMultiple(of: 50) { await Task.yield() }
      let example = OrderCase(OrderCase.Alphabet(names: 5, urls: 3, most: 5), using: &random)
      var shuffled = example
      shuffled.live.shuffle(using: &random)
      shuffled.desired.webhooks.shuffle(using: &random)
      let (calls, others) = (example.plan().steps.map(\.call), shuffled.plan().steps.map(\.call))
      #expect("\(calls)" == "\(others)", "seed \(seed), case \(index): \(example)")
    }
  }
}

/// What a run of cases came across.
struct Tally {
  var cases = 0
  var calls = 0
  var cuts = 0
  var gaps = 0
  /// Webhooks that are none of ours.
  var thirds = 0
  var deletes = 0
  /// Plans in which webhooks change roles.
  var exchanges = 0
}

/// The promises of docs/ordering.md, checked against a model of the app.
enum Promise {
  /// Which promise a case's plan breaks; `nil` for none.
  static func broken(by example: OrderCase, isCutEverywhere: Bool, _ tally: inout Tally) -> String? {
    let plan = example.plan()
    tally.cases += 1
    if let failure = plan.failure {
      guard case .noRoom = failure else { return "failed: \(failure)" }
      return plan.steps.isEmpty ? nil : "an app without room gets calls"
    }
    tally.calls += plan.steps.count
    tally.gaps += plan.gaps.count
    var app = ModelApp(example.live)
    var whole = app
    for step in plan.steps { whole.make(step) }
    let wanted = Set(
      example.targets.filter(\.enabled).flatMap { target in
        target.events.map { "\(target.url.normalized) \($0.rawValue)" }
      })
    let needed = app.delivered.intersection(wanted)
    for step in plan.steps {
      app.make(step)
      if app.webhooks.count > max(10, example.live.count) { return "more than ten after step \(step.number)" }
      let lost = needed.subtracting(app.delivered)
      let announced = Set(
        plan.gaps.filter { $0.fromStep <= step.number && step.number < $0.untilStep }
          .map { "\($0.url) \($0.event.rawValue)" })
      if lost != announced { return "after step \(step.number) lost \(lost), announced \(announced)" }
      if isCutEverywhere {
        tally.cuts += 1
        var rest = example
        rest.live = app.webhooks
        if let broken = converges(rest, to: whole.webhooks.count) {
          return "cut after step \(step.number): \(broken)"
        }
      }
    }
    var after = example
    after.live = app.webhooks
    return unsatisfied(after)
  }

  /// Why the next run doesn't finish the work with as many webhooks as an undisturbed one; `nil` if it does.
  private static func converges(_ example: OrderCase, to count: Int) -> String? {
    var app = ModelApp(example.live)
    for step in example.plan().steps { app.make(step) }
    var after = example
    after.live = app.webhooks
    if after.live.count != count { return "\(after.live.count) webhooks instead of \(count)" }
    return unsatisfied(after)
  }

  /// Why an app isn't done, `nil` if it is: each target exists, nothing else that isn't kept does, and the
  /// next plan is empty.
  static func unsatisfied(_ example: OrderCase) -> String? {
    let plan = example.plan()
    if !plan.steps.isEmpty { return "the next plan isn't empty: \(plan.steps.map(\.call))" }
    for target in example.targets {
      let isThere = example.live.contains { live in
        WebhookModification(to: target, from: live).isEmpty
      }
      if !isThere { return "\(target.name) isn't there" }
    }
    let unmanaged = plan.webhooks.count { $0.action == .unmanaged }
    if example.live.count != example.targets.count + unmanaged { return "left over: \(example.live)" }
    return nil
  }
}

/// All small states.
enum OrderEnumeration {
  struct Content {
    var url: Int
    var events: [Int]
  }

  static func contents(urls: Int, events: Int) -> [Content] {
    (0..<urls).flatMap { url in
      (1..<(1 << events)).map { mask in
        Content(url: url, events: (0..<events).filter { mask & (1 << $0) != 0 })
      }
    }
  }

  /// Every way to want up to `names` webhooks.
  static func targets(_ contents: [Content], names: Int) -> [[TargetWebhook]] {
    var lists: [[TargetWebhook]] = [[]]
    for name in 0..<names {
      lists += lists.flatMap { list in
        contents.map { list + [OrderCase.target("n\(name)", url: $0.url, events: $0.events)] }
      }
    }
    return lists
  }

  /// Whether URLs and events are numbered as they come: other numbers are the same case again.
  static func isFirstOfItsKind(_ targets: [TargetWebhook]) -> Bool {
    guard let first = targets.first else { return true }
    let same = OrderCase.target(first.name, url: 0, events: [0])
    return first.url == same.url && first.events.contains(same.events[0])
  }

  /// Every way to have up to `most` webhooks, in any order.
  static func live(_ contents: [Content], names: Int, most: Int) -> [[LiveWebhook]] {
    let kinds = (0..<names).flatMap { name in contents.map { (name, $0) } }
    var lists: [[LiveWebhook]] = [[]]
    var last: [(list: [LiveWebhook], next: Int)] = [([], 0)]
    for id in 0..<most {
      last = last.flatMap { entry in
        (entry.next..<kinds.count).map { kind in
          let (name, content) = kinds[kind]
          let webhook = OrderCase.live("w\(id)", "n\(name)", url: content.url, events: content.events)
          return (entry.list + [webhook], kind)
        }
      }
      lists += last.map(\.list)
    }
    return lists
  }
}
