import AppStoreConnect
import DesiredState

/// What has to be ordered for one app.
struct OrderProblem {
  var limit = APILimits.webhooksPerApp
  var targets: [TargetWebhook]
  /// The live webhooks that are ours to change.
  var live: [LiveWebhook]
  /// The live webhooks that stay as they are: they take up room, and what they deliver needs no care.
  var kept: [LiveWebhook]
  /// The kept ones that only stay because nothing may be deleted: the next run could take them for ours.
  var strangers: [LiveWebhook] = []
  /// For every target, the index of its live webhook, if it has one.
  var identity: [Int?]
  /// Whether live webhooks may be deleted. If not, each of ours belongs to a target.
  var mayDelete: Bool
  /// The targets whose live webhook mustn't become another one, nor be replaced.
  var pinned: Set<Int> = []
  /// The targets whose secret is written although nothing else may differ.
  var secretWrites: Set<Int> = []

  func isSatisfied(target: Int, live index: Int) -> Bool {
    !secretWrites.contains(target) && WebhookModification(to: targets[target], from: live[index]).isEmpty
  }
}

extension OrderProblem {
  /// Pins the targets whose live webhooks keep their roles: protected ones, and those that may not be deleted
  /// because they aren't on record. Also those that could be taken for a webhook that stays, if a run stopped
  /// half-way: by its name, a former one or its URL.
  mutating func pin(_ reading: AppReading) {
    let isCareful = reading.desired.prune == .managed
    for (target, index) in identity.enumerated() {
      guard let webhook = index.map({ live[$0] }) else { continue }
      let isProtected = reading.desired.protect.contains { $0.covers(name: webhook.name, url: webhook.url) }
      let wanted = targets[target]
      let isContested = strangers.contains { stranger in
        stranger.name == wanted.name || wanted.formerly.contains(stranger.name)
          || stranger.comparableURL == wanted.url.normalized
      }
      if isProtected || isCareful && !reading.isRecorded(webhook.id) || mayDelete && isContested {
        pinned.insert(target)
      }
    }
  }

  /// Live webhooks that are as their targets want them. They aren't touched: that would cost a call that
  /// nobody asked for.
  var settledLive: [Int] {
    identity.indices.compactMap { target in
      identity[target].flatMap { isSatisfied(target: target, live: $0) ? $0 : nil }
    }
  }
}

/// One call, by the indices of the problem.
enum OrderedCall: Hashable {
  case create(target: Int)
  case modify(live: Int, target: Int)
  /// The first call of a live webhook that is changed or deleted by a second one: more event types.
  case widen(live: Int, target: Int?)
  /// The second call of a live webhook that became a target's with more event types: it loses them.
  case narrow(live: Int, target: Int)
  case delete(live: Int)
}

/// An event type at a URL that stays undelivered for a while, because no order of calls avoids it.
struct UnavoidableGap: Hashable {
  var url: String
  var event: EventType
  /// The indices of the calls after which it is no longer delivered, and delivered again.
  var from: Int
  var until: Int
}

struct CallSequence {
  var calls: [OrderedCall]
  /// For every target, the live webhook that becomes it; `nil` if one is created.
  var pairing: [Int?]
  /// The event types that a webhook delivers between its first call and its second one, sorted.
  var heldEvents: [EventType] = []
  var gaps: [UnavoidableGap] = []
}
