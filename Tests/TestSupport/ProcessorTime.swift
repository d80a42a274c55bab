/// Whether larger work takes less than `limit` times the processor time of smaller work: 4 times the work takes 4 times
/// as long, or 16 if time grows with the square.
///
/// A busy machine makes processor time longer, never shorter, so it is measured again until it is short enough, up to a
/// number of times.
package func growsLess<Work>(
  than limit: Double, from small: Work, to large: Work, _ body: (Work) -> Void
) -> Bool {
  // Here is what is done only once.
  var least = (small: processorTime { body(small) }, large: Double.infinity)
  for _ in 0..<12 {
    least.small = min(least.small, processorTime { body(small) })
    least.large = min(least.large, processorTime { body(large) })
    if least.large < limit * max(least.small, 1e-6) { return true }
  }
  return false
}

/// The processor seconds that work takes on the calling thread.
private func processorTime(_ body: () -> Void) -> Double {
  func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
  let start = now()
  body()
  return now() - start
}
