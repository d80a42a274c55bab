import AppStoreConnect
import Diagnostics
import Planning

extension AppFailure {
  /// Whether the app's webhooks aren't known, as against a plan that can't be made with them.
  var isUnread: Bool {
    switch self {
    case .notFound, .sharedBundleId, .client, .incompleteWebhook, .tooManyLive: true
    case .sameApp, .invalid, .noRoom: false
    }
  }

  /// The failure in one line.
  package var summary: String {
    switch self {
    case .notFound: "no such app is visible to the API key"
    case .sameApp(let other, _): "the file names this app a second time, as '\(other.text)'"
    case .sharedBundleId(let apps):
      "\(counted("app", apps.count)) have this bundle ID (\(apps.joined(separator: ", "))); name the one that is "
        + "meant by its Apple ID"
    case .client(let error): error.description
    case .incompleteWebhook(let id): "App Store Connect's answer lacks fields of webhook \(id)"
    case .invalid(let diagnostics): diagnostics.first?.message ?? "what the file says of it is wrong"
    case .tooManyLive(let count):
      "App Store Connect lists \(grouped(count)) webhooks, and an app can't have more than ten"
    case .noRoom(let wanted, let kept):
      "\(counted("webhook", wanted)) wanted, but \(grouped(kept.count)) that stay leave too little room;"
        + " App Store Connect allows ten per app"
    }
  }

  /// The failure as diagnostics at the app's place in the file.
  package func diagnostics(for app: AppPlan) -> [Diagnostic] {
    let name = app.key.text
    switch self {
    case .invalid(let diagnostics): return diagnostics
    case .notFound:
      return [
        .error(
          "app '\(name)' was not found", at: app.location,
          remedy: "check the ID, and that the API key may see the app")
      ]
    case .sameApp(let other, let location):
      return [
        .error(
          "'\(name)' is the same app as '\(other.text)'", at: app.location, remedy: "keep one of them",
          notes: [Diagnostic.Note("it is here, too", at: location)])
      ]
    case .sharedBundleId(let apps):
      return [
        .error(
          "app '\(name)' can't be told apart: \(counted("app", apps.count)) have this bundle ID "
            + "(\(apps.joined(separator: ", ")))", at: app.location,
          remedy: "name the one that is meant by its Apple ID")
      ]
    case .noRoom(let wanted, let kept):
      let list = kept.map { "'\($0.name)' (\($0.id)) \($0.reason)" }.joined(separator: "; ")
      return [
        .error(
          "app '\(name)' has no room for \(counted("webhook", wanted)): App Store Connect allows ten per app,"
            + " and these stay: \(list)", at: app.location,
          remedy: "let prune delete some of them, or narrow the ignore rules")
      ]
    case .client, .incompleteWebhook, .tooManyLive:
      return [.error("app '\(name)' could not be read: \(summary)", at: app.location)]
    }
  }
}
