import Synchronization

/// A list that was taken although it has fewer entries than App Store Connect counts.
package struct ShortList: Sendable, Hashable {
  /// What a list is of.
  package enum Subject: Sendable, Hashable {
    /// The account's apps, or those that a filter asks for.
    case apps
    /// The webhooks of an app.
    case webhooks(appId: String)
    /// The deliveries to a webhook.
    case deliveries(webhookId: String)
  }

  /// What it is of.
  package var subject: Subject
  /// How many entries it has.
  package var entries: Int
  /// How many it should have; `nil` if that isn't a number.
  package var total: Int?
}

/// The short lists that a client and its copies have taken.
final class ShortListLog: Sendable {
  private let lists = Mutex<[ShortList]>([])

  /// In the order in which they were taken, each once.
  var all: [ShortList] { lists.withLock { $0 } }

  func note(_ list: ShortList) {
    lists.withLock { lists in
      // Read again, it is still the same list.
      lists.removeAll { $0.subject == list.subject }
      lists.append(list)
    }
  }
}
