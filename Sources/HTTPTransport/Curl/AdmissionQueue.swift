/// Holds transfers back, so that an origin has no more at a time than the limit. libcurl's own queue
/// (`CURLMOPT_MAX_HOST_CONNECTIONS`) counts the time in it as part of the request's time limit.
struct AdmissionQueue {
  private struct Line {
    var running = 0
    var waiting: [Transfer] = []
    var head = 0
  }

  private let limit: Int
  private var lines: [String: Line] = [:]
  private var waiting: Set<ObjectIdentifier> = []

  init(limit: Int) { self.limit = limit }

  mutating func admit(_ transfer: Transfer) -> Bool {
    var line = lines[transfer.url.origin] ?? Line()
    defer { lines[transfer.url.origin] = line }
    if line.running < limit {
      line.running += 1
      return true
    }
    line.waiting.append(transfer)
    waiting.insert(ObjectIdentifier(transfer))
    return false
  }

  /// `false` if it isn't waiting.
  mutating func withdraw(_ transfer: Transfer) -> Bool {
    // It stays in its line and is skipped when its turn comes.
    waiting.remove(ObjectIdentifier(transfer)) != nil
  }

  mutating func next(afterOneTo origin: String) -> Transfer? {
    guard var line = lines.removeValue(forKey: origin) else { return nil }
    while line.head < line.waiting.count {
      let transfer = line.waiting[line.head]
      line.head += 1
      if waiting.remove(ObjectIdentifier(transfer)) != nil {
        lines[origin] = line
        return transfer
      }
    }
    line.running -= 1
    if line.running > 0 { lines[origin] = Line(running: line.running) }
    return nil
  }

  mutating func withdrawAll() -> [Transfer] {
    let all = lines.values.flatMap { $0.waiting[$0.head...] }
      .filter { waiting.contains(ObjectIdentifier($0)) }
    lines.removeAll()
    waiting.removeAll()
    return all
  }
}
