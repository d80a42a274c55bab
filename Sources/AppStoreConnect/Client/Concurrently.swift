/// Maps elements to results, at most `limit` at a time; the results are in the order of the elements.
///
/// The first failure is thrown, and what is still running is cancelled and waited for.
func concurrently<Element: Sendable, Result: Sendable, Failure: Error>(
  _ elements: [Element], limit: Int,
  _ body: @escaping @Sendable (Element) async throws(Failure) -> Result
) async throws(Failure) -> [Result] {
  typealias Outcome = Swift.Result<Result, Failure>
  let outcome = await withTaskGroup(of: (Int, Outcome).self) { group in
    var results = [Result?](repeating: nil, count: elements.count)
    var failure: Failure?
    var next = 0
    func start() {
      guard next < elements.count else { return }
      let index = next
      next += 1
      group.addTask {
        do throws(Failure) {
          return (index, .success(try await body(elements[index])))
        } catch {
          return (index, .failure(error))
        }
      }
    }
    for _ in 0..<limit { start() }
    for await (index, outcome) in group {
      switch outcome {
      case .success(let result):
        results[index] = result
        if failure == nil { start() }
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
