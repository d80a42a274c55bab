import AppStoreConnect
import Diagnostics
import Planning

extension Plan {
  /// Whether the webhooks of an app aren't known.
  package var hasUnreadApps: Bool { apps.contains { $0.failure?.isUnread == true } }

  /// What is wrong with apps that could not be read or planned. What several have in common is said once.
  package func failures(where isMeant: (AppPlan) -> Bool = { _ in true }) -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return apps.filter(isMeant).flatMap { app in app.failure?.diagnostics(for: app) ?? [] }
      .filter { seen.insert($0).inserted }
  }
}

extension [ReasonToStay] {
  /// What lets such webhooks be deleted.
  fileprivate var remedy: String {
    let ways = map { reason in
      switch reason {
      case .ignored: "narrow the ignore rules"
      case .protected: "narrow the 'protect' rules"
      case .foreign, .kept: "let 'prune: true' delete what the file doesn't list"
      }
    }
    var seen: Set<String> = []
    return (["delete some of them by hand"] + ways.filter { seen.insert($0).inserted }).joined(
      separator: ", or ")
  }
}

extension AppFailure {
  /// Whether the app's webhooks aren't known, as against a plan that can't be made with them.
  var isUnread: Bool {
    switch self {
    case .notFound, .sharedBundleId, .client, .unlisted, .incompleteWebhook, .tooManyLive: true
    case .sameApp, .invalid, .unset, .noRoom: false
    }
  }

  package var summary: String {
    switch self {
    case .notFound: "the API key doesn't see this app"
    case .sameApp(let other, _): "the file also lists this app as '\(other.text)'"
    case .sharedBundleId(let apps):
      "\(counted("app", apps.count)) have this bundle ID (\(apps.joined(separator: ", "))); name the one "
        + "you mean by its Apple ID"
    case .client(let error): error.description
    case .unlisted: "the account's apps could not be listed"
    case .incompleteWebhook(let id): "App Store Connect's answer lacks fields of webhook \(id)"
    case .invalid(let diagnostics), .unset(let diagnostics):
      diagnostics.first?.message ?? "the file has errors about it"
    case .tooManyLive(let count):
      "App Store Connect lists \(grouped(count)) webhooks, but an app can't have more than ten"
    case .noRoom(let wanted, let kept):
      "\(counted("webhook", wanted)) wanted, but the \(grouped(kept.count)) that stay leave too little room;"
        + " App Store Connect allows ten per app"
    }
  }

  package func diagnostics(for app: AppPlan) -> [Diagnostic] {
    let name = app.key.text
    switch self {
    case .invalid(let diagnostics), .unset(let diagnostics): return diagnostics
    case .unlisted: return []
    case .notFound:
      return [
        .error(
          "app '\(name)' was not found", at: app.location,
          remedy: "check the ID, and that the API key has access to the app")
      ]
    case .sameApp(let other, let location):
      return [
        .error(
          "'\(name)' is the same app as '\(other.text)'", at: app.location, remedy: "keep one of them",
          notes: [Diagnostic.Note("it is also here", at: location)])
      ]
    case .sharedBundleId(let apps):
      return [
        .error(
          "app '\(name)' is ambiguous: \(counted("app", apps.count)) have this bundle ID "
            + "(\(apps.joined(separator: ", ")))", at: app.location,
          remedy: "name the one you mean by its Apple ID")
      ]
    case .noRoom(let wanted, let kept):
      var reasons: [ReasonToStay] = []
      for webhook in kept where !reasons.contains(webhook.reason) { reasons.append(webhook.reason) }
      let list = reasons.map { reason in
        let webhooks = kept.filter { $0.reason == reason }.map { "'\($0.name)' (\($0.id))" }
        return "\(webhooks.joined(separator: ", ")): \(reason.text)"
      }
      return [
        .error(
          "app '\(name)' has no room for \(counted("webhook", wanted)): App Store Connect allows ten per app,"
            + " and \(grouped(kept.count)) stay\(kept.count == 1 ? "s" : ""): \(list.joined(separator: "; "))",
          at: app.location, remedy: reasons.remedy)
      ]
    case .client, .incompleteWebhook, .tooManyLive:
      return [.error("app '\(name)' could not be read: \(summary)", at: app.location)]
    }
  }
}
