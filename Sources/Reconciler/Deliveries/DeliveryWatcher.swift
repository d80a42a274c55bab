import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads webhooks' deliveries again and again, within the hour's quota, and reports those that are new or have ended.
package struct DeliveryWatcher: Sendable {
  /// What happened in a round of reading.
  package enum Event: Sendable {
    /// Once, after the first round: the time between rounds.
    case following(interval: Duration)
    case delivery(DeliveryNews.Item)
    /// Lists could not be read. Said once until they can be read again.
    case failures([WebhookDeliveries])
    /// Webhooks are no longer there, or the key may not read them.
    case gone([WebhookReference])
    /// There is no quota for so many webhooks now. Said once until there is.
    case outOfQuota(webhooks: Int)
  }

  package struct Outcome: Sendable {
    /// Deliveries that were reported, each once, and those of them that failed.
    package var deliveries: Set<String> = []
    package var failed: Set<String> = []
    /// The webhooks that could not be read last time.
    package var failing: [WebhookDeliveries] = []
    /// Whether nothing is left to follow.
    package var isEmpty = false
  }

  /// The least time between rounds.
  static let shortestInterval = Duration.seconds(5)

  let reader: DeliveryReader
  /// Whether only failures are reported.
  let failedOnly: Bool
  let isStopped: @Sendable () -> Bool
  private let begin: Date

  /// - Parameter begin: the current time.
  package init(
    reader: DeliveryReader, failedOnly: Bool = false, begin: Date,
    isStopped: @escaping @Sendable () -> Bool
  ) {
    (self.reader, self.failedOnly, self.begin, self.isStopped) = (reader, failedOnly, begin, isStopped)
  }

  /// The time between rounds, so that an hour of rounds leaves others their share of the quota.
  static func interval(webhooks: Int, hourlyLimit: Int) -> Duration {
    let share = max(Double(hourlyLimit) * (1 - QuotaReserve.share), 1)
    return max(.seconds(Int64((Double(webhooks) * 3_600 / share).rounded(.up))), shortestInterval)
  }

  /// Follows until the run is told to stop, `until` is over, no webhook is left, or the key is refused.
  ///
  /// - Parameter since: how far back deliveries are reported that exist already; `nil` for only new ones.
  package func watch(
    _ webhooks: [WebhookReference], since: Date?, until: Date?, _ tell: (Event) throws -> Void
  ) async throws -> Outcome {
    let clock = reader.client.clock
    let start = clock.now()
    func now() -> Date { begin.addingTimeInterval(Double((clock.now() - start).milliseconds) / 1_000) }
    var news = DeliveryNews(from: since ?? begin)
    var (webhooks, outcome, isFirst, isOut) = (webhooks, Outcome(), true, false)
    // When each webhook's list was last read.
    var times: [String: Date] = [:]
    var hour = RequestHour()
    while !webhooks.isEmpty {
      let time = now()
      let last = webhooks.map { times[$0.id] ?? begin }.min() ?? begin
      var from = min(last.addingTimeInterval(-DeliveryFollower.lookback), news.oldestPending ?? last)
      if isFirst, let since { from = min(from, since) }
      // What is older than ten days can't be read.
      let window = DeliveryWindow(since: from, now: time) ?? .all(now: time)
      if isOut, hour.isLighter(at: clock.now()) {
        // Only an answer tells that there is quota again.
        let overdue = webhooks.min { times[$0.id] ?? begin < times[$1.id] ?? begin } ?? webhooks[0]
        _ = await reader.read(overdue, window)
      }
      let made = reader.client.statistics.requests
      let read = await reader.read(webhooks, window, log: ReadingLog(times), now: time)
      if reader.client.statistics.requests > made { hour.note(clock.now()) }
      for list in read.lists where list.isRead { times[list.webhook.id] = time }
      for item in news.take(read.lists) where !failedOnly || item.delivery.state == .failed {
        if let until, item.delivery.createdDate.map({ $0 >= until }) == true { continue }
        outcome.note(item.delivery)
        try tell(.delivery(item))
      }
      try outcome.take(read.lists, &webhooks, &news, tell)
      if !read.unread.isEmpty, !isOut { try tell(.outOfQuota(webhooks: read.unread.count)) }
      isOut = !read.unread.isEmpty
      let limit = reader.client.statistics.rateLimit?.hourlyLimit ?? Self.usualLimit
      let interval = Self.interval(webhooks: webhooks.count, hourlyLimit: limit)
      if isFirst { try tell(.following(interval: interval)) }
      isFirst = false
      if isStopped() || Task.isCancelled || outcome.isRefused || until.map({ now() >= $0 }) == true { break }
      let left = until.map { Duration.milliseconds(Int64($0.timeIntervalSince(now()) * 1_000) + 1) }
      await clock.pause(min(interval, left ?? interval), unless: isStopped)
      if isStopped() { break }
    }
    outcome.isEmpty = webhooks.isEmpty
    return outcome
  }

  /// When rounds made requests in the last hour. Until the first of them is an hour old, the quota can't be larger than
  /// the last answer said.
  private struct RequestHour {
    private var rounds: [Duration] = []

    mutating func note(_ time: Duration) { rounds.append(time) }

    mutating func isLighter(at now: Duration) -> Bool {
      let before = rounds.count
      rounds.removeAll { $0 <= now - .seconds(3_600) }
      return rounds.isEmpty || rounds.count < before
    }
  }

  /// Apple's documented limit, for a service that doesn't tell.
  private static let usualLimit = 3_600
}

extension DeliveryWatcher.Outcome {
  /// Whether the service refuses the key, so that asking again makes no sense.
  fileprivate var isRefused: Bool {
    failing.contains { list in
      switch list.deliveries {
      case .failure(.api(let error)): error.status == 401
      case .failure(.token): true
      default: false
      }
    }
  }

  fileprivate mutating func note(_ delivery: DeliveryRecord) {
    deliveries.insert(delivery.id)
    if delivery.state == .failed { failed.insert(delivery.id) }
  }

  /// Reports lists that could not be read, and stops following webhooks that are gone.
  fileprivate mutating func take(
    _ lists: [WebhookDeliveries], _ webhooks: inout [WebhookReference], _ news: inout DeliveryNews,
    _ tell: (DeliveryWatcher.Event) throws -> Void
  ) rethrows {
    var (failed, gone): ([WebhookDeliveries], [WebhookReference]) = ([], [])
    var before = Dictionary(failing.map { ($0.webhook.id, $0) }) { $1 }
    for list in lists {
      guard case .failure(let error) = list.deliveries else {
        before[list.webhook.id] = nil
        continue
      }
      if error.isNotFound {
        news.forget(list.webhook)
        before[list.webhook.id] = nil
        gone.append(list.webhook)
      } else if !error.isStopped, before.updateValue(list, forKey: list.webhook.id) == nil {
        failed.append(list)
      }
    }
    webhooks.removeAll { webhook in gone.contains { $0.id == webhook.id } }
    failing = before.values.sorted {
      ($0.webhook.appTitle, $0.webhook.id) < ($1.webhook.appTitle, $1.webhook.id)
    }
    if !gone.isEmpty { try tell(.gone(gone)) }
    if !failed.isEmpty { try tell(.failures(failed)) }
  }
}

extension ClientError {
  /// Whether the cause is that the run was told to stop.
  fileprivate var isStopped: Bool { if case .stopped = self { true } else { isCancelled } }
}
