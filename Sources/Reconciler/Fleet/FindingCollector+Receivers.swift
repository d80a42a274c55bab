import Planning

extension FindingCollector {
  /// Below this share of events that arrived, a receiver is failing even if its latest delivery arrived.
  private static let goodRate = 0.95

  /// Hosts where events don't arrive, those that miss most first.
  var failing: [Attention] {
    let found = traffic.receivers.compactMap { receiver -> (missed: Int, attention: Attention)? in
      let concerned = (traffic.lines[receiver.host] ?? []).compactMap { line in
        line.webhook.enabled ? line.deliveries.map { (line: line, tally: DeliveryTally($0)) } : nil
      }.filter { Self.isFailing($0.tally) }
      let missed = concerned.reduce(0) { $0 + $1.tally.missed }
      guard missed > 0 else { return nil }
      let latest = concerned.compactMap(\.tally.latestMissed).newestFirst().first
      let failures = Attention.Failures(
        ended: concerned.reduce(0) { $0 + $1.tally.ended }, missed: missed, fault: latest?.receiverFault,
        httpStatus: latest?.httpStatus)
      let attention = attention(concerned.map(\.line)) { apps in
        .failing(host: receiver.host, apps: apps, webhooks: concerned.count, failures)
      }
      return (missed, attention)
    }
    return found.enumerated().sorted { ($1.element.missed, $0.offset) < ($0.element.missed, $1.offset) }
      .map(\.element.attention)
  }

  private static func isFailing(_ tally: DeliveryTally) -> Bool {
    guard let rate = tally.rate, tally.missed > 0 else { return false }
    return rate < goodRate || tally.isLatestMissed
  }

  /// Hosts that got no delivery although enabled webhooks should tell them of something.
  var silent: [Attention] {
    traffic.receivers.compactMap { receiver in
      let lines = (traffic.lines[receiver.host] ?? []).filter(\.webhook.enabled)
      guard !lines.isEmpty, lines.allSatisfy({ $0.deliveries?.isEmpty == true }) else { return nil }
      return attention(lines) { .silent(host: receiver.host, apps: $0, webhooks: lines.count) }
    }
  }

  /// URLs that several apps share. Such a URL can't identify each app, and events seldom name theirs.
  var sharedURLs: [Attention] {
    traffic.receivers.flatMap { receiver in
      let lines = (traffic.lines[receiver.host] ?? []).filter(\.webhook.enabled)
      return Dictionary(grouping: lines, by: \.webhook.comparableURL)
        .sorted { TextOrder($0.key) < TextOrder($1.key) }
        .compactMap { _, lines -> Attention? in
          guard Set(lines.map(\.app.facts)).count > 1 else { return nil }
          return attention(lines) {
            .sharedURL(host: receiver.host, url: lines[0].webhook.shownURL, apps: $0)
          }
        }
    }
  }

  /// A finding about webhooks, which names the app and the webhook if there is just one.
  private func attention(_ lines: [Traffic.Line], _ finding: (_ apps: [String]) -> Attention.Finding)
    -> Attention
  {
    var seen: Set<String> = []
    let apps = lines.map(\.app.facts.title).filter { seen.insert($0).inserted }
    let names = Set(lines.map(\.webhook.name))
    return Attention(
      app: apps.count == 1 ? lines[0].app.facts : nil, webhook: names.count == 1 ? names.first : nil,
      finding: finding(apps))
  }
}
