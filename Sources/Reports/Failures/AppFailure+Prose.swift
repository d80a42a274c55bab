import AppStoreConnect
import Diagnostics
import Planning

extension Plan {
  /// Whether some app's webhooks could not be read.
  package var hasUnreadApps: Bool { apps.contains { $0.failure?.isUnread == true } }

  /// Why apps could not be read or planned, except for what concerns the account; once for those with the same cause.
  package func failures(where isMeant: (AppPlan) -> Bool = { _ in true }) -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return alike(where: isMeant).flatMap { apps in apps[0].failure?.diagnostics(for: apps) ?? [] }
      .filter { seen.insert($0).inserted }
  }

  /// The failed apps, grouped by cause.
  func alike(where isMeant: (AppPlan) -> Bool = { _ in true }) -> [[AppPlan]] {
    apps.filter { $0.failure != nil && isMeant($0) }
      .gathered { app in app.failure.map { FailureLikeness($0, app: app.key.text) } }
  }
}

extension [ReasonToStay] {
  /// How such webhooks can be deleted.
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
  /// Whether the app's webhooks could not be read, rather than planned with.
  var isUnread: Bool {
    switch self {
    case .notFound, .sharedBundleId, .client, .account, .incompleteWebhook, .tooManyLive: true
    case .sameApp, .invalid, .unset, .noRoom: false
    }
  }

  /// For a report, when the full reason is said once elsewhere.
  var brief: String { if case .client(let error) = self { error.brief } else { summary } }

  package var summary: String {
    switch self {
    case .notFound(let nearest):
      "the API key doesn't see this app" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .sameApp(let other, _): "the file also lists this app as '\(other.text)'"
    case .sharedBundleId(let apps):
      "\(counted("app", apps.count)) have this bundle ID (\(apps.joined(separator: ", "))); name the one "
        + "you mean by its Apple ID"
    case .client(let error): error.description
    case .account(let error): error.brief
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

  /// - Parameter apps: those that failed alike.
  package func diagnostics(for apps: [AppPlan]) -> [Diagnostic] {
    let app = apps[0]
    let name = app.key.text
    // What several apps have in common isn't at one app's place.
    let location = Set(apps.map(\.location)).count == 1 ? app.location : nil
    switch self {
    case .invalid(let diagnostics), .unset(let diagnostics): return diagnostics
    case .account: return []
    case .notFound(let nearest): return [Self.notFound(apps.map(\.key.text), nearest: nearest, at: location)]
    case .client(let error):
      return [.error(Self.message(unread: apps.map(\.key.text), error), at: location)]
    case .sameApp(let other, let location):
      // The one that comes later tells of both.
      if let here = app.location, (here.file.path, here.start) < (location.file.path, location.start) {
        return []
      }
      return [
        .error(
          "'\(name)' is the same app as '\(other.text)'", at: app.location, remedy: "keep one of them",
          notes: [Diagnostic.Note("it is also here", at: location)])
      ]
    case .sharedBundleId(let ids):
      return [
        .error(
          "app '\(name)' is ambiguous: \(counted("app", ids.count)) have this bundle ID "
            + "(\(ids.joined(separator: ", ")))", at: app.location,
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
    case .incompleteWebhook, .tooManyLive:
      return [.error("app '\(name)' could not be read: \(summary)", at: app.location)]
    }
  }
}

extension ClientError {
  /// The cause without the call, if it has a name.
  package var brief: String {
    switch cause {
    case .other, .cancelled: "\(common)"
    case let cause:
      if case .api(let error) = self { "\(cause.fact) (\(error.status))" } else { cause.fact }
    }
  }
}
