#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A value behind a lock, for test doubles.
///
/// A POSIX mutex and not `Synchronization.Mutex`, whose lock the thread sanitizer doesn't see on Linux: it would
/// report every section as a race.
package final class LockedValue<Value>: @unchecked Sendable {  // the lock is what makes it so
  private var value: Value
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  /// Puts a value behind a new lock.
  package init(_ value: Value) {
    self.value = value
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Lends the value to `body`, to one thread at a time.
  package func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(&value)
  }
}
