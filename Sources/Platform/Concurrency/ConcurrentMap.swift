/// Maps values in their order, with at most `limit` transformations under way. The first failure is thrown,
/// and what is still running is cancelled and waited for. `progress` is called at once, then after each that is
/// done.
package func concurrentMap<Value: Sendable, Result: Sendable, Failure: Error>(
  _ values: [Value], limit: Int, progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in },
  _ transform: @escaping @Sendable (Value) async throws(Failure) -> Result
) async throws(Failure) -> [Result] {
  let outcome = await withTaskGroup(of: (Int, Swift.Result<Result, Failure>).self) { group in
    var results = [Result?](repeating: nil, count: values.count)
    var failure: Failure?
    var started = 0
    var done = 0
    func startNext() {
      guard started < values.count else { return }
      let index = started
      started += 1
      group.addTask {
        do throws(Failure) {
          return (index, .success(try await transform(values[index])))
        } catch {
          return (index, .failure(error))
        }
      }
    }
    if !values.isEmpty { progress(0, values.count) }
    for _ in 0..<max(1, limit) { startNext() }
    for await (index, outcome) in group {
      switch outcome {
      case .success(let result):
        results[index] = result
        done += 1
        progress(done, values.count)
        if failure == nil { startNext() }
      case .failure(let error):
        if failure == nil {
          failure = error
          group.cancelAll()
        }
      }
    }
    return failure.map(Swift.Result<[Result], Failure>.failure) ?? .success(results.compactMap { $0 })
  }
  return try outcome.get()
}
