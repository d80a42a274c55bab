/// What a list has shown so far, page by page.
struct ListReading<Primary: Identified, Related: Codable & Sendable>: Sendable {
  /// Each resource once: where it stood first, as it was last.
  private(set) var entries: [Primary] = []
  /// What `include` has brought along, of all pages.
  private(set) var included: [Related] = []
  /// The largest total of the pages: where they differ, the list has changed meanwhile.
  private(set) var total: Int?
  private var hasUnreadableTotal = false
  private var places: [String: Int] = [:]

  /// Whether the list has fewer entries than it should, or doesn't say intelligibly how many that are.
  var isShort: Bool { hasUnreadableTotal || entries.count < total ?? 0 }

  /// Adds a page; whether it had anything new.
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
