/// Maps values in their order with at most `limit` transformations under way. `progress` is told at once how
/// many there are, then of each that is done.
func concurrentMap<Value: Sendable, Result: Sendable>(
  _ values: [Value], limit: Int, progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in },
  _ transform: @escaping @Sendable (Value) async -> Result
) async -> [Result] {
  await withTaskGroup(of: (Int, Result).self) { group in
    var results: [Result?] = Array(repeating: nil, count: values.count)
    var started = 0
    var done = 0
    func startNext() {
      guard started < values.count else { return }
      let index = started
      started += 1
      group.addTask { (index, await transform(values[index])) }
    }
    if !values.isEmpty { progress(0, values.count) }
    for _ in 0..<max(1, limit) { startNext() }
    while let (index, result) = await group.next() {
      results[index] = result
      done += 1
      progress(done, values.count)
      startNext()
    }
    return results.compactMap { $0 }
  }
}
