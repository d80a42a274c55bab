import Synchronization

/// A request whose answer said that it had failed, and that is carried out later.
struct LateRequest: Sendable {
  var due: Duration
  var carryOut: @Sendable () -> Void
}

extension AppStoreConnectSimulator {
  private static let start = ContinuousClock.now

  /// The time by which requests are late and lists lag behind.
  var elapsed: Duration { configuration.elapsed?() ?? (ContinuousClock.now - Self.start) }

  /// Carries a request out after a delay, when the next request of any kind comes.
  func carryOut(after delay: Duration, _ request: @escaping @Sendable () -> Void) {
    guard configuration.elapsed != nil, delay > .zero else { return request() }
    let due = elapsed + delay
    late.withLock { $0.append(LateRequest(due: due, carryOut: request)) }
  }

  func carryOutWhatIsDue() {
    let now = elapsed
    let due = late.withLock { late in
      let due = late.filter { $0.due <= now }.sorted { $0.due < $1.due }
      late.removeAll { $0.due <= now }
      return due
    }
    for request in due { request.carryOut() }
  }

  /// Keeps the webhooks' past, as far back as `lag`.
  func rememberPast(of lag: Duration) {
    guard lag > .zero else { return }
    state.withLock { $0.keepPast(lag) }
  }

  /// The webhooks of an app as a request sees them.
  func records(ofApp app: AppCatalog.Entry, _ context: Context) -> [SimulatorState.WebhookRecord] {
    guard let lag = context.lag else { return state.withLock { $0.webhooks[app.index] } }
    let time = elapsed - lag
    return state.withLock { $0.webhooks(ofApp: app.index, at: time) }
  }
}
