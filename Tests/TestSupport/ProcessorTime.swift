/// Whether work takes less than so many times the processor time if it is that much larger: 4 times as much work takes
/// 4 times as long, or 16 if its time grows with the square.
///
/// A machine that is busy makes processor time longer, too, and never shorter: it is measured again until it is as
/// short as it should be, or was too often not.
package func growsLess<Work>(
  than limit: Double, from small: Work, to large: Work, _ body: (Work) -> Void
) -> Bool {
  // What is done only once is done here.
  var least = (small: processorTime { body(small) }, large: Double.infinity)
  for _ in 0..<12 {
    least.small = min(least.small, processorTime { body(small) })
    least.large = min(least.large, processorTime { body(large) })
    if least.large < limit * max(least.small, 1e-6) { return true }
  }
  return false
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
