/// Finds the pairing that departs from identity in the fewest targets, among those with a safe order and with
/// few enough creates: a best-first search over what is left of the live webhooks and made of the targets.
///
/// A target whose own live webhook has become another one must depart sooner or later, so that is counted at once.
struct PairingSearch {
  private struct Node: Hashable {
    var live: UInt64
    var targets: UInt64
    var creates = 0
    /// Four bits for each live webhook that another has exchanged roles with: the target it has to become, plus one.
    var partners: UInt64 = 0

    func partner(of live: Int) -> Int { Int(partners >> UInt64(4 * live) & 15) - 1 }
  }

  private struct Entry {
    var node: Node
    var departures: Int
    /// The index of the entry that it came from, and the call: a target, and the live webhook that becomes it.
    var parent: Int
    var target = -1
    var maker = -1
  }

  private let board: Board
  private let needs: [Coverage.Carriers]
  private let mostCreates: Int
  /// The target that must not be created, because it will change once more.
  private let notCreated: Int
  private var entries: [Entry] = []
  /// The entries that wait, by departures and creates.
  private var waiting: [[Int]]
  private var closed: Set<Node> = []
  private var allowed: [UInt64]

  init(_ board: Board, needs: [Coverage.Carriers], creates: Int, notCreated: Int = -1) {
    self.board = board
    self.needs = needs
    mostCreates = creates
    self.notCreated = notCreated
    waiting = Array(repeating: [], count: (board.targets.count + 1) * Self.ranks)
    allowed = Array(repeating: 0, count: board.role.count)
  }

  private static let ranks = 12

  /// For every target that has to be changed, the live webhook that becomes it, and how many of them depart;
  /// `nil` if there is none with fewer departures than `limit`, or none was found within the budget.
  mutating func find(below limit: Int, budget: inout Int) -> (pairing: [Int: Int], departures: Int)? {
    guard budget > 0 else { return nil }
    add(Entry(node: Node(live: board.allLive, targets: 0), departures: 0, parent: -1))
    for rank in waiting.indices where rank / Self.ranks < limit {
      while let index = waiting[rank].popLast() {
        let entry = entries[index]
        guard closed.insert(entry.node).inserted else { continue }
        if entry.node.targets == board.allTargets { return (pairing(to: index), entry.departures) }
        guard budget > 0 else { return nil }
        let known = entries.count
        expand(entry, index)
        budget -= 1 + entries.count - known
      }
    }
    return nil
  }

  private func pairing(to last: Int) -> [Int: Int] {
    var pairing: [Int: Int] = [:]
    var index = last
    while index >= 0 {
      let entry = entries[index]
      if entry.target >= 0, entry.maker >= 0 { pairing[entry.target] = entry.maker }
      index = entry.parent
    }
    return pairing
  }

  private mutating func expand(_ entry: Entry, _ index: Int) {
    let node = entry.node
    let open = board.allTargets & ~node.targets
    for live in Bits(node.live) {
      allowed[live] = board.exchanges.map { roles(of: live, node, $0) } ?? board.roles(of: live)
    }
    for need in needs where need.targets & node.targets == 0 {
      let carriers = need.live & node.live
      if carriers & (carriers &- 1) == 0, carriers != 0 {
        allowed[carriers.trailingZeroBitCount] &= need.targets
      }
    }
    let taken = board.live.count - node.live.nonzeroBitCount
    let left = board.room + taken - node.targets.nonzeroBitCount
    let mayCreate = node.creates < mostCreates
    for live in Bits(node.live).reversed() {
      let remaining = node.live & ~(1 << UInt64(live))
      for target in Bits(allowed[live] & open).reversed() {
        add(entry, index, live: remaining, target: target, maker: live)
      }
      // The webhook is deleted only to make room.
      if mayCreate, board.exchanges == nil, left <= 0, allowed[live] | board.pinned == .max {
        add(entry, index, live: remaining, target: -1, maker: -1)
      }
    }
    guard mayCreate, left > 0 else { return }
    for target in Bits(open & ~board.pinned).reversed()
    where target != notCreated && (board.exchanges == nil || board.own[target] < 0) {
      add(entry, index, live: node.live, target: target, maker: -1)
    }
  }

  private mutating func add(_ entry: Entry, _ index: Int, live: UInt64, target: Int, maker: Int) {
    var next = Entry(
      node: entry.node, departures: entry.departures, parent: index, target: target, maker: maker)
    next.node.live = live
    if target >= 0 {
      if board.exchanges != nil, maker >= 0 { exchange(target, maker, in: &next.node) }
      next.node.targets |= 1 << UInt64(target)
      if maker < 0 { next.node.creates += 1 }
      if board.own[target] != maker { next.departures += 1 }
    }
    if !closed.contains(next.node) { add(next) }
  }

  /// What a live webhook may become if roles are only exchanged: what a begun exchange leaves to it, else
  /// what it is, or the role of one that may become what it is.
  private func roles(of live: Int, _ node: Node, _ exchanges: [UInt64]) -> UInt64 {
    let partner = node.partner(of: live)
    guard partner < 0 else { return 1 << UInt64(partner) }
    let role = board.role[live]
    let others = Bits(exchanges[role]).filter { target in
      let own = board.own[target]
      return node.live & (1 << UInt64(own)) != 0 && node.partner(of: own) < 0
    }
    return others.reduce(1 << UInt64(role)) { $0 | 1 << UInt64($1) }
  }

  private func exchange(_ target: Int, _ maker: Int, in node: inout Node) {
    node.partners &= ~(15 << UInt64(4 * maker))
    guard board.own[target] != maker, board.allLive & node.live & (1 << UInt64(board.own[target])) != 0 else {
      return
    }
    node.partners |= UInt64(board.role[maker] + 1) << UInt64(4 * board.own[target])
  }

  private mutating func add(_ entry: Entry) {
    var doomed = 0
    for target in Bits(board.allTargets & ~entry.node.targets) {
      let own = board.own[target]
      if own >= 0, entry.node.live & (1 << UInt64(own)) == 0 { doomed += 1 }
    }
    entries.append(entry)
    waiting[(entry.departures + doomed) * Self.ranks + entry.node.creates].append(entries.count - 1)
  }
}
