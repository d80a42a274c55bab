import Dispatch
import Platform
import Synchronization

/// It outlives ``LoopbackServer`` until the last thread has ended.
final class ServerCore: Sendable {
  /// The server that this thread belongs to, so that a handler that stops its own server doesn't wait for itself.
  @TaskLocal private static var current: ObjectIdentifier?

  private enum Phase { case ready, running, stopping }

  private let phase = Mutex(Phase.ready)
  /// `nil` once the port is free again.
  private let listener: Mutex<Descriptor?>
  private let limits: LoopbackServer.Limits
  private let handler: @Sendable (ServerRequest) -> ServerReply
  private let stopSignal: (reading: Descriptor, writing: Descriptor)
  private let threads = DispatchGroup()
  private let slots: DispatchSemaphore
  private let startSignal = DispatchSemaphore(value: 0)

  init(
    listener: Descriptor, limits: LoopbackServer.Limits,
    handler: @escaping @Sendable (ServerRequest) -> ServerReply
  ) throws(ServerError) {
    self.listener = Mutex(listener)
    self.limits = limits
    self.handler = handler
    do { stopSignal = try Descriptor.pipe() } catch { throw .system(call: "pipe", code: error.code) }
    slots = DispatchSemaphore(value: 0)
    // Counted up from zero: libdispatch traps when a semaphore dies below its first value.
    for _ in 0..<max(1, limits.connections) { slots.signal() }
    // The thread exists before the server starts, so that starting can't fail.
    let failure = spawn { [self] in
      startSignal.wait()
      acceptConnections()
      self.listener.withLock { $0 = nil }
    }
    if let failure { throw .system(call: "pthread_create", code: failure.code) }
  }

  func start() {
    let starts = phase.withLock { phase in
      guard phase == .ready else { return false }
      phase = .running
      return true
    }
    if starts { startSignal.signal() }
  }

  func stop() {
    let previous = phase.withLock { phase in
      defer { phase = .stopping }
      return phase
    }
    if previous != .stopping {
      // One byte that nobody reads keeps the pipe readable for every thread, forever.
      try? stopSignal.writing.file.write([1])
      slots.signal()
      if previous == .ready { startSignal.signal() }
    }
    if Self.current != ObjectIdentifier(self) { threads.wait() }
  }

  private var isStopping: Bool { phase.withLock { $0 == .stopping } }

  private func acceptConnections() {
    while !isStopping {
      slots.wait()
      guard let connection = nextConnection() else { return }
      let failure = spawn { [self] in
        serve(connection)
        slots.signal()
      }
      // Without a thread for it the connection is dropped; the client sees it closed.
      if failure != nil { slots.signal() }
    }
  }

  /// `nil` when the server stops.
  private func nextConnection() -> Descriptor? {
    guard let listener = listener.withLock({ $0 }) else { return nil }
    while !isStopping {
      _ = OpenFile.waitToRead([listener.file, stopSignal.reading.file])
      guard !isStopping else { continue }
      switch listener.acceptConnection() {
      case .success(let connection): return connection
      case .failure(let error) where error.isShortage:
        // The connection stays queued; others have to end before it can be taken.
        _ = OpenFile.waitToRead([stopSignal.reading.file], until: .now + .milliseconds(50))
      case .failure: continue
      }
    }
    return nil
  }

  private func serve(_ connection: Descriptor) {
    let stream = SocketStream(descriptor: connection, stopSignal: stopSignal.reading)
    var server = Connection(
      stream: stream, limits: limits, handler: handler, isStopping: { [self] in isStopping })
    Self.$current.withValue(ObjectIdentifier(self)) { server.serve() }
  }

  /// Starts a thread that ``stop()`` waits for. Returns why there is none.
  private func spawn(_ body: @escaping @Sendable () -> Void) -> SystemError? {
    threads.enter()
    let failure = BackgroundThread.start("loopback server") { [threads] in
      body()
      threads.leave()
    }
    if failure != nil { threads.leave() }
    return failure
  }
}
