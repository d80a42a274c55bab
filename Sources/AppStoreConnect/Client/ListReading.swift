import Synchronization

struct ListReading<Primary: Identified, Related: Codable & Sendable>: Sendable {
  /// Each resource once: at its first place, in its last state.
  private(set) var entries: [Primary] = []
  private(set) var included: [Related] = []
  /// The largest of the pages': if they differ, the list has changed meanwhile.
  private(set) var total: Int?
  private var hasUnreadableTotal = false
  private var places: [String: Int] = [:]

  /// Also if the list's total can't be read.
  var isShort: Bool { hasUnreadableTotal || entries.count < total ?? 0 }

  /// Whether the page had anything new.
  mutating func add(_ page: PagedDocument<Primary, Related>) -> Bool {
    let before = entries.count
    for entry in page.data {
      if let place = places[entry.id] {
        entries[place] = entry
      } else {
        places[entry.id] = entries.count
        entries.append(entry)
      }
    }
    included += page.included ?? []
    if let paging = page.meta?.paging {
      total = [total, paging.total].compactMap { $0 }.max()
      hasUnreadableTotal = hasUnreadableTotal || paging.hasUnreadableTotal
    }
    return entries.count > before
  }
}

/// A list with fewer entries than App Store Connect counts, but accepted.
package struct ShortList: Sendable, Hashable {
  package enum Subject: Sendable, Hashable {
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

  var all: [ShortList] { lists.withLock { $0 } }

  func note(_ list: ShortList) {
    lists.withLock { lists in
      // A list that is read again is recorded once.
      lists.removeAll { $0.subject == list.subject }
      lists.append(list)
    }
  }
}
