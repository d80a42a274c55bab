/// Which webhooks may exchange roles if nothing may be deleted.
///
/// With deletes, a run that stops half-way leaves nothing behind that the next one can't put right: what no
/// longer belongs to anything is deleted. Without them, a webhook that has lost its name to another one must
/// be recognised by its URL, or it would stay forever. So only two webhooks change roles with each other,
/// each must have the name of its old role and the URL of its new one, and no third one has a name of theirs,
/// or a URL of theirs unless it is found by its own name: that one might be recognised first.
enum Exchanges {
  static func possible(_ problem: OrderProblem, among targets: [Int]) -> [UInt64] {
    var possible = Array(repeating: UInt64(0), count: problem.targets.count)
    for (index, first) in targets.enumerated() where !problem.pinned.contains(first) {
      for second in targets.dropFirst(index + 1)
      where !problem.pinned.contains(second) && mayExchange(first, second, problem) {
        possible[first] |= 1 << UInt64(second)
        possible[second] |= 1 << UInt64(first)
      }
    }
    return possible
  }

  private static func mayExchange(_ first: Int, _ second: Int, _ problem: OrderProblem) -> Bool {
    guard let one = problem.identity[first], let other = problem.identity[second] else { return false }
    let (targets, live) = (problem.targets, problem.live)
    guard live[one].name == targets[first].name, live[other].name == targets[second].name,
      live[other].comparableURL == targets[first].url.normalized,
      live[one].comparableURL == targets[second].url.normalized
    else { return false }
    let names = [first, second].flatMap { [targets[$0].name] + targets[$0].formerly }
    let urls = [targets[first].url.normalized, targets[second].url.normalized]
    let namesakes = Set(
      targets.indices.compactMap { index in
        problem.identity[index].flatMap { live[$0].name == targets[index].name ? $0 : nil }
      })
    let others = live.indices.filter { !namesakes.contains($0) }.map { live[$0] } + problem.strangers
    return !others.contains { names.contains($0.name) || urls.contains($0.comparableURL) }
  }
}
