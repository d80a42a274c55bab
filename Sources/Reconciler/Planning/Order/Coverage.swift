import AppStoreConnect

/// Who delivers what: the (URL, event type) pairs that must not be lost on the way, and for each how many
/// enabled webhooks deliver it right now.
///
/// A pair needs care if an enabled webhook delivers it before, the file wants it after, and no webhook that
/// stays as it is delivers it all along.
struct Coverage {
  struct Pair: Hashable {
    var url: String
    var event: EventType
  }

  /// The pairs that need care.
  private(set) var pairs: [Pair] = []
  /// How many webhooks deliver each of them before the first call.
  private(set) var initialCounts: [Int] = []
  private var indices: [Pair: Int] = [:]

  init(_ problem: OrderProblem) {
    let wanted = Set(problem.targets.filter(\.enabled).flatMap { Self.pairs($0.url.normalized, $0.events) })
    let steady = Set(problem.kept.filter(\.enabled).flatMap { Self.pairs($0.comparableURL, $0.events) })
    for webhook in problem.live where webhook.enabled {
      for pair in Self.pairs(webhook.comparableURL, webhook.events)
      where wanted.contains(pair) && !steady.contains(pair) {
        if let index = indices[pair] {
          initialCounts[index] += 1
        } else {
          indices[pair] = pairs.count
          pairs.append(pair)
          initialCounts.append(1)
        }
      }
    }
  }

  /// The pairs that a live webhook delivers, of those that need care.
  func delivered(by webhook: LiveWebhook) -> Set<Int> {
    delivered(webhook.enabled, webhook.comparableURL, webhook.events)
  }

  /// The pairs that a target will deliver, of those that need care.
  func delivered(by target: TargetWebhook) -> Set<Int> {
    delivered(target.enabled, target.url.normalized, target.events)
  }

  private func delivered(_ enabled: Bool, _ url: String, _ events: [EventType]) -> Set<Int> {
    enabled && !pairs.isEmpty ? Set(Self.pairs(url, events).compactMap { indices[$0] }) : []
  }

  private static func pairs(_ url: String, _ events: [EventType]) -> [Pair] {
    events.map { Pair(url: url, event: $0) }
  }
}
