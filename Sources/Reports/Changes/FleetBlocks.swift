import DesiredState

/// The changes of a fleet, as people see them: what three apps or more have in common is shown once.
struct FleetBlocks<Change> {
  /// Changes that the same apps have.
  struct Shared {
    /// The places of the apps.
    var apps: [Int]
    var changes: [Change]
  }

  /// What each app has for itself, by place.
  private(set) var own: [[Change]]
  /// Changes of the fewest apps come first.
  private(set) var shared: [Shared] = []

  private static var fewest: Int { 3 }

  private struct Member {
    var app: Int
    var index: Int
  }

  /// - Parameters:
  ///   - changes: those of each app.
  ///   - shape: what a change has in common with those of other apps; `nil` if it is shown with its app.
  ///   - standIn: what is shown for several changes of one shape.
  init(
    _ changes: [[Change]], of facts: [AppFacts], isGrouped: Bool = true,
    shape: (Change, Int) -> ChangeShape?, standIn: ([Change], ChangeShape) -> Change
  ) {
    own = changes
    guard isGrouped, changes.count(where: { !$0.isEmpty }) >= Self.fewest else { return }
    var taken = changes.map { $0.map { _ in false } }
    var found: [[Int]: [(index: Int, change: Change)]] = [:]
    for (shape, members) in Self.candidates(changes, facts, shape) {
      var members = members.filter { !taken[$0.app][$0.index] }
      // Two changes of one app stay two, even if they look alike once what differs is hidden.
      members = members.indices.filter { $0 == 0 || members[$0].app != members[$0 - 1].app }.map {
        members[$0]
      }
      guard members.count >= Self.fewest else { continue }
      for member in members { taken[member.app][member.index] = true }
      let change = standIn(members.map { changes[$0.app][$0.index] }, shape)
      found[members.map(\.app), default: []].append((members[0].index, change))
    }
    own = zip(changes, taken).map { changes, taken in zip(changes, taken).filter { !$0.1 }.map(\.0) }
    shared = found.map { apps, changes in
      Shared(apps: apps, changes: changes.sorted { $0.index < $1.index }.map(\.change))
    }.sorted { ([$0.apps.count] + $0.apps).lexicographicallyPrecedes([$1.apps.count] + $1.apps) }
  }

  /// Every shape that fits enough changes: those that fit most first, then the most exact, then those whose changes
  /// come first in their app.
  private static func candidates(
    _ changes: [[Change]], _ facts: [AppFacts], _ shape: (Change, Int) -> ChangeShape?
  ) -> [(shape: ChangeShape, members: [Member])] {
    var places: [ChangeShape: Int] = [:]
    var found: [(shape: ChangeShape, hidden: Int, members: [Member])] = []
    for (app, ofApp) in changes.enumerated() {
      var known: [ChangeShape: Int] = [:]
      for (index, change) in ofApp.enumerated() {
        guard var shape = shape(change, app) else { continue }
        let twin = known[shape, default: 0]
        known[shape] = twin + 1
        shape.twin = twin
        for (variant, hidden) in shape.variants(in: facts[app]) {
          let member = Member(app: app, index: index)
          if let place = places[variant] {
            found[place].hidden = max(found[place].hidden, hidden)
            found[place].members.append(member)
          } else {
            places[variant] = found.count
            found.append((variant, hidden, [member]))
          }
        }
      }
    }
    return found.filter { $0.members.count >= fewest }.sorted { left, right in
      (-left.members.count, left.hidden, left.members[0].index, left.members[0].app)
        < (-right.members.count, right.hidden, right.members[0].index, right.members[0].app)
    }.map { ($0.shape, $0.members) }
  }
}

/// The value that several have in common, if all have the same.
func common<Value: Equatable>(_ values: [Value]) -> Value? {
  values.first.flatMap { first in values.allSatisfy { $0 == first } ? first : nil }
}
