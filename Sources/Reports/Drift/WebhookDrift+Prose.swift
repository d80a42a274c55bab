import DesiredState
import Planning

extension WebhookDrift {
  /// What has become of it in a word or two: `switched off`, `renamed`, `missing`.
  package var verdict: String {
    switch kind {
    case .missing: return "missing"
    case .additional: return "additional"
    case .changed:
      guard fields.count == 1, let field = fields.first else { return "changed" }
      return switch field {
      case .enabled(let live, _): live ? "switched on" : "switched off"
      case .name: "renamed"
      case .secret(_, let doubt): doubt == nil ? "new secret" : "changed"
      case .url, .events: "changed"
      }
    }
  }

  /// What is known of how it came about; `nil` where that is nothing.
  func explanation(in app: AppDrift) -> String? {
    if isTwin { return "another webhook of the same name" }
    if case .renamedByHand(name)? = origin { return "renamed by hand" }
    return origin?.summary ?? (kind == .additional && app.standing == .listed ? "not in the file" : nil)
  }
}

extension WebhookDrift.Field {
  /// What is known of a secret that isn't the one on record.
  package static func words(on source: SecretSource, doubt: String?) -> String {
    "\(source.summary)" + (doubt.map { ": \($0)" } ?? " now returns a different secret than was last applied")
  }
}

extension WebhookDrift.Origin {
  /// The origin in words.
  package var summary: String {
    switch self {
    case .deletedByHand(let id): "deleted by hand (was \(id))"
    case .notAppliedYet: "not created yet: added to the file since the last apply"
    case .addedByHand: "added by hand"
    case .leftTheFile: "no longer in the file, but still managed by Storehooks"
    case .renamedByHand(let name): "renamed by hand (was '\(name)')"
    case .renamedInTheFile: "renamed in the file since the last apply"
    }
  }
}

extension AppDrift {
  /// That the app is gone, and what that can mean.
  var goneExplanation: String {
    let known = recorded ?? 0
    return known > 0
      ? "the API key no longer sees this app, in which Storehooks manages \(counted("webhook", known))"
      : "the API key doesn't see this app"
  }
}
