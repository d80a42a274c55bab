/// By how much more processor time work takes if it is that much larger. What else the machine does meanwhile
/// doesn't count, and hardly the machine itself: 4 times as much work takes 4 times as long, or 16 if its time grows
/// with the square.
package func growth<Work>(from small: Work, to large: Work, of body: (Work) -> Void) -> Double {
  func fewest(_ work: Work) -> Double {
    (0..<3).map { _ in processorTime { body(work) } }.reduce(.infinity, min)
  }
  return fewest(large) / max(fewest(small), 1e-6)
}

/// The seconds that the calling thread is busy with something.
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
