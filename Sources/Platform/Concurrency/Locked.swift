#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A value behind a lock, for short sections that never wait. A POSIX mutex and not `Synchronization.Mutex`,
/// whose lock the thread sanitizer doesn't see on Linux: it would report every section as a race.
package final class Locked<Value>: @unchecked Sendable {  // the lock is what makes it so
  private var value: Value
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  package init(_ value: Value) {
    self.value = value
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  package func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(&value)
  }
}
