import Synchronization

/// Taken although it has fewer entries than App Store Connect counts.
package struct ShortList: Sendable, Hashable {
  package enum Subject: Sendable, Hashable {
    /// Of the account, or those that a filter asks for.
    case apps
    case webhooks(appId: String)
    case deliveries(webhookId: String)
  }

  package var subject: Subject
  package var entries: Int
  /// `nil` if it isn't a number.
  package var total: Int?
}

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
