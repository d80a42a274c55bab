/// Whether webhooks can take over from one another at all so that no pair is ever undelivered, whoever becomes whom.
///
/// What is delivered depends on two sets alone: the live webhooks that are as they were, and the targets that
/// are made. A live webhook all of whose pairs are delivered by targets is *free*: it can become anything at
/// any time, just as room for a create can, and using it is never worse than using another one. So a state
/// consists of the targets that are made and the live webhooks that aren't free, and if anything is free,
/// only the target is a choice.
struct Feasibility {
  /// A target and the live webhook that becomes it; `nil` for whatever is free.
  struct Move {
    var target: Int
    var live: Int?
  }

  private let board: Board
  private let needs: [Coverage.Carriers]
  /// How many webhooks can exist at once within the allowed creates.
  private let slots: Int
  private var deadEnds: Set<UInt64> = []
  private var moves: [Move] = []
  /// For each number of moves and each live webhook, the targets that it could become next.
  private var allowed: [UInt64]
  private(set) var budget: Int

  /// - Parameter creates: how many targets may be created.
  init(_ board: Board, needs: [Coverage.Carriers], creates: Int, budget: Int) {
    self.board = board
    self.needs = needs
    slots = board.live.count + max(0, min(board.room, creates))
    allowed = Array(repeating: 0, count: (board.targets.count + 1) * board.role.count)
    self.budget = budget
  }

  /// A way, or `nil` if there is none, or none was found within the budget.
  mutating func find() -> [Move]? { search(0, board.allLive) ? moves : nil }

  private mutating func search(_ made: UInt64, _ former: UInt64) -> Bool {
    if made == board.allTargets { return true }
    budget -= 1
    guard budget > 0 else { return false }
    let open = board.allTargets & ~made
    var bound: UInt64 = 0
    let row = moves.count * board.role.count
    for live in Bits(former) { allowed[row + live] = .max }
    for need in needs where need.targets & made == 0 {
      let carriers = need.live & former
      bound |= carriers
      if carriers & (carriers &- 1) == 0, carriers != 0 {
        allowed[row + carriers.trailingZeroBitCount] &= need.targets
      }
    }
    let state = made | bound << 16
    guard !deadEnds.contains(state) else { return false }
    if slots > made.nonzeroBitCount + bound.nonzeroBitCount {
      for target in Bits(open) where take(Move(target: target), made, bound) { return true }
    } else {
      for live in Bits(bound) {
        for target in Bits(allowed[row + live] & open)
        where take(Move(target: target, live: live), made, bound) {
          return true
        }
      }
    }
    deadEnds.insert(state)
    return false
  }

  private mutating func take(_ move: Move, _ made: UInt64, _ bound: UInt64) -> Bool {
    moves.append(move)
    let left = move.live.map { bound & ~(1 << UInt64($0)) } ?? bound
    if search(made | 1 << UInt64(move.target), left) { return true }
    moves.removeLast()
    return false
  }
}
