import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the threads of a server share. It outlives ``LoopbackServer`` until the last thread has ended.
final class ServerCore: Sendable {
  /// The server whose thread this is, so that a handler that stops its own server doesn't wait for itself.
  @TaskLocal private static var current: ObjectIdentifier?

  private enum Phase { case ready, running, stopping }

  private let phase = Mutex(Phase.ready)
  /// The listening socket; `nil` from the moment that the port is free again.
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
    stopSignal = try Descriptor.pipe()
    slots = DispatchSemaphore(value: 0)
    // Counted up from zero: libdispatch traps when a semaphore dies below its first value.
    for _ in 0..<max(1, limits.connections) { slots.signal() }
    // The thread exists before the server starts, so that starting can't fail.
    let code = spawn { [self] in
      startSignal.wait()
      acceptConnections()
      self.listener.withLock { $0 = nil }
    }
    guard code == 0 else { throw .system(call: "pthread_create", code: code) }
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
      // One byte that nobody reads keeps the pipe readable for every thread, for ever.
      var byte: UInt8 = 1
      _ = write(stopSignal.writing.number, &byte, 1)
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
      let code = spawn { [self] in
        serve(connection)
        slots.signal()
      }
      // Without a thread for it the connection is dropped; the client sees it closed.
      if code != 0 { slots.signal() }
    }
  }

  /// Waits for a connection; `nil` when the server stops.
  private func nextConnection() -> Descriptor? {
    guard let listener = listener.withLock({ $0 }) else { return nil }
    while !isStopping {
      var entries = [
        pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stopSignal.reading.number, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&entries, 2, -1) > 0, !isStopping else { continue }
      switch listener.acceptConnection() {
      case .success(let connection):
        return connection
      case .failure(let error) where [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.code):
        // The connection stays queued; others have to end before it can be taken.
        poll(&entries[1], 1, 50)
      case .failure:
        continue
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

  /// Runs `body` on a new thread that ``stop()`` waits for; answers an `errno`, 0 for none.
  private func spawn(_ body: @escaping @Sendable () -> Void) -> Int32 {
    threads.enter()
    let code = startThread { [threads] in
      body()
      threads.leave()
    }
    if code != 0 { threads.leave() }
    return code
  }
}

/// Starts a detached thread; answers an `errno`, 0 for none.
private func startThread(_ body: @escaping @Sendable () -> Void) -> Int32 {
  final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  // Darwin's default of 512 KB is little for a handler that decodes JSON.
  pthread_attr_setstacksize(&attributes, 4 * 1024 * 1024)
  let box = Unmanaged.passRetained(Box(body))
  #if canImport(Glibc)
    var thread = pthread_t()
    let code = pthread_create(&thread, &attributes, { run($0) }, box.toOpaque())
  #else
    var thread: pthread_t?
    let code = pthread_create(&thread, &attributes, { run($0) }, box.toOpaque())
  #endif
  if code != 0 { box.release() }
  return code

  @Sendable func run(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let pointer {
      let box = Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue()
      box.body()
    }
    return nil
  }
}
