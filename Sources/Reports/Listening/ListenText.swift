import Platform
import WebhookReceiver

struct ListenText: Sendable {
  var style = Style.plain
  var zone = LocalTime.Zone.system

  /// The longest foreign text on a line, in characters.
  private static let limit = 100
  /// The most changes and territories on a line.
  private static let (changes, territories) = (3, 8)

  func line(of report: ListenReport) -> String {
    switch report {
    case .listening(let url): "Listening on \(url)\n"
    case .event(let event): line(of: event)
    case .command(let run): line(of: run)
    case .summary(let tally): line(of: tally)
    }
  }

  private func line(of event: ReceivedEvent) -> String {
    var parts = [
      "\(LocalTime(date: event.receivedAt, zone: zone))",
      event.notification.map { shown($0.type.apiName) } ?? "not a notification",
    ]
    if let notification = event.notification { parts += what(notification) }
    switch event.signature {
    case .verified(let secret): parts.append(style.green("verified") + " (\(shown(secret)))")
    case .unverified: parts.append(style.yellow("unverified"))
    case .refused(let reason): parts.append(style.red("refused") + ": \(reason)")
    }
    parts.append(counted("byte", event.body.count))
    if !(200...299).contains(event.status) { parts.append(style.red("answered \(event.status)")) }
    return parts.joined(separator: "  ") + "\n"
  }

  private func what(_ notification: WebhookNotification) -> [String] {
    var parts = notification.isTest ? ["test event"] : []
    if let instance = notification.instance { parts.append(shown("\(instance.type) \(instance.id)")) }
    let changes = notification.changes
    for (index, change) in changes.prefix(Self.changes).enumerated() {
      // Nearly every event has one change, whose name adds nothing to the type.
      let name = index == 0 ? "" : "\(shown(change.name)): "
      let sides = [change.old.map(shown), "→", change.new.map(shown)].compactMap { $0 }
      parts.append(name + sides.joined(separator: " "))
    }
    if changes.count > Self.changes {
      parts.append("\(counted("other change", changes.count - Self.changes))")
    }
    if let app = notification.appId { parts.append("app \(shown(app))") }
    if let availability = availability(notification) { parts.append(availability) }
    if let marketplace = notification.marketplaceApp { parts.append("marketplace \(shown(marketplace.id))") }
    return parts
  }

  /// `not available in AUT, BEL and 30 others`, or as much as is known.
  private func availability(_ notification: WebhookNotification) -> String? {
    let status = notification.available.map { $0 ? "available" : "not available" }
    guard let territories = notification.territories, !territories.isEmpty else { return status }
    let named = territories.prefix(Self.territories).map(shown).joined(separator: ", ")
    let others = territories.count - Self.territories
    return (status.map { "\($0) in " } ?? "territories ") + named
      + (others > 0 ? " and \(counted("other", others))" : "")
  }

  private func line(of run: CommandRun) -> String {
    let ending =
      switch run.ending {
      case .exited(let status): "exited with \(status)"
      case .killed(let signal): "was killed by signal \(signal)"
      case .timedOut(let limit): "was killed: it took longer than \(HumanDuration(limit))"
      case .notStarted(let reason): "could not be started: \(reason)"
      }
    let text = "command for \(shown(run.eventId)) \(ending)"
    return "\(LocalTime(date: run.endedAt, zone: zone))  \(run.succeeded ? text : style.red(text))"
      + "  \(HumanDuration(run.duration))\n"
  }

  private func line(of tally: ListenTally) -> String {
    var parts = ["\(grouped(tally.accepted)) accepted", "\(grouped(tally.refused)) refused"]
    if tally.malformed > 0 { parts.append("\(grouped(tally.malformed)) malformed") }
    if tally.overflowed > 0 { parts.append("\(grouped(tally.overflowed)) turned away with 503") }
    if tally.failed > 0 { parts.append("\(grouped(tally.failed)) failed") }
    let commands =
      tally.commands == 0
      ? "" : "; \(counted("command", tally.commands)), \(grouped(tally.failedCommands)) of them failed"
    return "Stopped: \(parts.joined(separator: ", "))\(commands).\n"
  }

  private func shown(_ text: String) -> String {
    let short = text.prefix(Self.limit)
    return TerminalText.escaped(String(short)) + (short.endIndex < text.endIndex ? "…" : "")
  }
}
