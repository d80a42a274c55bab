import AppStoreConnect

/// The apps of a fleet. They never change: the API has no way to.
struct AppCatalog: Sendable {
  struct Entry: Sendable {
    var id: String
    var bundleId: String
    var name: String
    /// Where the app stands in the fleet.
    var index: Int

    /// Fleets don't name SKUs, so the bundle ID serves as one.
    var sku: String { bundleId }
  }

  let entries: [Entry]
  private let indices: [String: Int]
  /// The apps' places, sorted by bundle ID, so that prefixes are found without a look at every app.
  private let byBundleId: [Int]

  init(_ fleet: Fleet) {
    let entries = fleet.apps.enumerated().map { index, app in
      Entry(id: app.id, bundleId: app.bundleId, name: app.name, index: index)
    }
    self.entries = entries
    indices = Dictionary(entries.map { ($0.id, $0.index) }) { first, _ in first }
    byBundleId = entries.indices.sorted { entries[$0].bundleId < entries[$1].bundleId }
  }

  subscript(id: String) -> Entry? { indices[id].map { entries[$0] } }

  /// The apps that all filters of a query let through, in the order that it wants.
  func entries(matching query: Query, looseBundleIds: Bool) -> [Entry] {
    var places: [Int]?
    if let values = query.lists["filter[id]"] { places = Set(values.compactMap { indices[$0] }).sorted() }
    if let values = query.lists["filter[bundleId]"] {
      let matches = Set(values.flatMap { self.places(bundleId: $0, loosely: looseBundleIds) })
      places = places.map { $0.filter(matches.contains) } ?? matches.sorted()
    }
    var found = places.map { $0.map { entries[$0] } } ?? entries
    if let values = query.lists["filter[name]"] { found.removeAll { !values.contains($0.name) } }
    if let values = query.lists["filter[sku]"] { found.removeAll { !values.contains($0.sku) } }
    if AppField.relatedFilters.contains(where: { query.lists[$0] != nil })
      || query.lists[AppField.existence]?.contains("true") == true
    {
      found = []
    }
    return Self.sorted(found, by: query.lists["sort"] ?? [])
  }

  private func places(bundleId: String, loosely: Bool) -> ArraySlice<Int> {
    var low = 0
    var high = byBundleId.count
    while low < high {
      let middle = (low + high) / 2
      if entries[byBundleId[middle]].bundleId < bundleId { low = middle + 1 } else { high = middle }
    }
    return byBundleId[low...].prefix { place in
      loosely ? entries[place].bundleId.hasPrefix(bundleId) : entries[place].bundleId == bundleId
    }
  }

  private static func sorted(_ entries: [Entry], by orders: [String]) -> [Entry] {
    guard !orders.isEmpty else { return entries }
    return entries.sorted { left, right in
      for order in orders {
        let name = order.drop { $0 == "-" }
        let (a, b) = name == "name" ? (left.name, right.name) : (left.bundleId, right.bundleId)
        if a != b { return order.hasPrefix("-") ? b < a : a < b }
      }
      return left.index < right.index
    }
  }
}
