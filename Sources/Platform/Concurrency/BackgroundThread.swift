import CRuntimeLibraries

/// A thread that ends when its work is done, and leaves all signals to others.
package enum BackgroundThread {
  private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// `name`: at most 15 bytes. Returns why there is no thread.
  @discardableResult
  package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> SystemError? {
    let start = Unmanaged.passRetained(Start(body))
    let code = start_background_thread(
      name, { Unmanaged<Start>.fromOpaque($0).takeRetainedValue().body() }, start.toOpaque())
    guard code != 0 else { return nil }
    start.release()
    return SystemError(code)
  }
}
