import Planning

extension DriftReport {
  /// `Drift: 1 missing, 2 changed, 1 additional; 4 webhooks match the file.`
  package var verdict: Verdict {
    let tally = tally
    let unchanged = apps.reduce(0) { $0 + $1.unchanged }
    let unmanaged = apps.reduce(0) { $0 + $1.unmanaged }
    let secrets = apps.reduce(0) { $0 + $1.unknownSecrets }
    let unread = apps.count { $0.failure != nil }
    let gone = apps.count(where: \.isGone)
    var rest = "\(counted("webhook", unchanged)) \(unchanged == 1 ? "matches" : "match") the file"
    if secrets > 0 { rest += " (\(counted("secret", secrets)) not compared)" }
    if unmanaged > 0 { rest += ", \(grouped(unmanaged)) unmanaged" }
    let failed = unread == 0 ? "" : " \(counted("app", unread)) could not be compared."
    guard hasDrift else {
      return Verdict(
        title: unread == 0 ? "No drift:" : "No drift in what was compared:", tally: "\(rest).\(failed)")
    }
    var parts = WebhookDrift.Kind.allCases.compactMap { kind in
      tally[kind].map { "\(grouped($0)) \(kind.rawValue)" }
    }
    if gone > 0 { parts.append("\(counted("app", gone)) gone") }
    return Verdict(title: "Drift:", tally: "\(parts.joined(separator: ", ")); \(rest).\(failed)")
  }
}
