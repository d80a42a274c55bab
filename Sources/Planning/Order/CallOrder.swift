import DesiredState

/// The order in which an app's calls are made and, if no order will do, which other calls.
///
/// Two things hold after every single call, whatever happens next:
/// - The app never has more webhooks than Apple allows.
/// - A (URL, event type) pair that an enabled webhook delivered before, and that the file wants after, is
///   delivered by some enabled webhook.
///
/// The ways to get there, in the order in which they are tried (docs/ordering.md shows them to users):
/// 1. The calls that identity asks for, in a safe order. Creates before modifies before deletes, because a
///    new webhook must deliver before an old one stops; a delete goes first only if a create lacks room.
/// 2. Another pairing, with no more calls. If two webhooks swap URLs, neither can go first; but each can take the
///    other's name, and then nothing that is delivered changes at all. A webhook that becomes another one gets its
///    secret, too. The fewest departures from identity are tried first, so that the fewest secrets are written.
/// 3. One extra call: a webhook holds event types of others at its URL and loses them later; or it is created
///    anew and the old one deleted at the end.
/// 4. Nothing helps: the calls of 1, in the order that loses the fewest pairs, and the gaps by name.
struct CallOrder {
  let problem: OrderProblem
  let coverage: Coverage
  let board: Board
  /// How many more sets the searches may look at. If up to four webhooks change, there are fewer than that,
  /// so the searches are exhaustive. If more do, a way that isn't found in time counts as none, which costs
  /// an announced gap, and never one that isn't announced.
  var budget = 30_000
  /// The same for the search for the fewest departures.
  var pairingBudget: Int

  init(_ problem: OrderProblem) {
    self.problem = problem
    coverage = Coverage(problem)
    board = Board(problem)
    pairingBudget = board.targets.count <= 4 ? 10_000_000 : 30_000
  }

  /// `nil` if the app can't hold its webhooks beside those that are kept.
  static func sequence(for problem: OrderProblem) -> CallSequence? {
    guard problem.targets.count + problem.kept.count <= problem.limit else { return nil }
    if let sequence = losslessSequence(for: problem) { return sequence }
    var order = Self(problem)
    return order.sequence()
  }

  /// The calls of identity if no call can lose anything: there is none, or only creates that there is room
  /// for and modifies that only add. Most apps are like that, and what they deliver need not be counted; the
  /// order is the one that the search would find.
  static func losslessSequence(for problem: OrderProblem) -> CallSequence? {
    var creates: [OrderedCall] = []
    var modifies: [OrderedCall] = []
    for call in Scheme(pairing: problem.identity).calls(for: problem) {
      switch call {
      case .create: creates.append(call)
      case .modify(let live, let target):
        guard onlyAdds(problem.targets[target], to: problem.live[live]) else { return nil }
        modifies.append(call)
      case .widen, .narrow, .delete: return nil
      }
    }
    guard problem.live.count + problem.kept.count + creates.count <= problem.limit || creates.isEmpty else {
      return nil
    }
    return CallSequence(calls: creates + modifies, pairing: problem.identity)
  }

  private static func onlyAdds(_ target: TargetWebhook, to live: LiveWebhook) -> Bool {
    !live.enabled
      || target.enabled && target.url.normalized == live.comparableURL
        && live.events.allSatisfy(target.events.contains)
  }

  private mutating func sequence() -> CallSequence {
    let identity = Scheme(pairing: problem.identity)
    return sequence(for: identity, needs: coverage.needs())
      ?? paired(creates: board.creates)
      // If one webhook is created and one deleted, turning one into the other saves a call, which the hold
      // then takes.
      ?? (problem.mayDelete && board.targets.count - board.creates < board.mostModifies
        ? pairedAndHeld(creates: board.creates - 1) : nil)
      ?? held(identity)
      ?? (problem.mayDelete ? paired(creates: board.creates + 1) : nil)
      ?? pairedAndHeld(creates: board.creates)
      ?? leastLossy(identity)
  }

  mutating func sequence(
    for scheme: Scheme, needs: [Coverage.Carriers], place: UInt64 = 0
  ) -> CallSequence? {
    var search = OrderSearch(scheme, problem, needs: needs, place: place, budget: budget)
    defer { budget = max(search.budget, 1) }
    return search.find().map { CallSequence(calls: $0, pairing: scheme.pairing) }
  }
}
