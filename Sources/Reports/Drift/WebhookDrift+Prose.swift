import Planning

extension WebhookDrift {
  static let deletedByHand = "deleted by hand"

  /// What happened to it, in a word or two: `switched off`, `renamed`, `missing`.
  var verdict: String {
    switch kind {
    case .missing: return "missing"
    case .additional: return "additional"
    case .changed:
      guard fields.count == 1, let field = fields.first else { return "changed" }
      return switch field.field {
      case .enabled: field.before == .flag(true) ? "switched on" : "switched off"
      case .name: "renamed"
      case .secret: secretDoubt == nil ? "new secret" : "changed"
      case .url, .events: "changed"
      }
    }
  }

  /// What differs, from the file to what is live.
  var changes: [FieldChange] {
    switch kind {
    case .changed: fields.map(\.reversed)
    case .missing: [.url(before: url, after: nil), .events(before: events, after: nil)]
    case .additional:
      [.url(before: nil, after: url), .events(before: nil, after: events)]
        + (enabled ? [] : [.enabled(before: nil, after: false)])
    }
  }

  /// What is known about a secret that isn't the one on record.
  func words(onSecret change: FieldChange) -> String {
    ((change.before ?? change.after)?.text ?? "")
      + (secretDoubt.map { ": \($0)" } ?? " now returns a different secret than was last applied")
  }

  func explanation(in app: AppDrift) -> String? {
    if isTwin { return "another webhook of the same name" }
    if case .renamedByHand(name)? = origin { return "renamed by hand" }
    return origin?.summary ?? (kind == .additional && app.standing == .listed ? "not in the file" : nil)
  }
}

extension WebhookDrift.Origin {
  var summary: String {
    switch self {
    case .deletedByHand(let id): "\(WebhookDrift.deletedByHand) (was \(id))"
    case .notAppliedYet: "not created yet: added to the file since the last apply"
    case .addedByHand: "added by hand"
    case .leftTheFile: "no longer in the file, but still managed by Storehooks"
    case .renamedByHand(let name): "renamed by hand (was '\(name)')"
    case .renamedInTheFile: "renamed in the file since the last apply"
    }
  }
}

extension AppDrift {
  /// Says that no file and no rule covers the app.
  static let missedExplanation = "in neither the file nor a default"

  /// What to do about a new bundle ID; `nil` if there is none.
  var renamedExplanation: String? {
    renamedFrom.map { RenamedApp.remark(was: $0, appId: facts.id ?? "", webhooks: recorded ?? 0) }
  }

  static func goneExplanation(_ apps: [AppDrift]) -> String {
    let known = apps.reduce(0) { $0 + ($1.recorded ?? 0) }
    let which = apps.count == 1 ? "this app" : "these apps"
    let meant = apps.count == 1 ? apps[0].nearest.map { "; did you mean '\($0)'?" } : nil
    return
      (known > 0
      ? "the API key no longer sees \(which), in which Storehooks manages \(counted("webhook", known))"
      : "the API key doesn't see \(which)") + (meant ?? "")
  }
}
