import Dispatch
import Synchronization

/// Runs asynchronous code to its end, for callers that can't wait otherwise: libFuzzer's function is one.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value? {
  let outcome = Outcome<Value>()
  Task.detached {
    let value = await body()
    outcome.value.withLock { $0 = value }
    outcome.isThere.signal()
  }
  outcome.isThere.wait()
  return outcome.value.withLock { $0 }
}

private final class Outcome<Value: Sendable>: Sendable {
  let value = Mutex<Value?>(nil)
  let isThere = DispatchSemaphore(value: 0)
}
