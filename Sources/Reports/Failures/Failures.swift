import AppStoreConnect
import Diagnostics
import Planning
import Platform
import Reconciler

extension Sequence {
  /// Groups what is alike, in the order of the first ones.
  func gathered<Likeness: Hashable>(by likeness: (Element) -> Likeness) -> [[Element]] {
    var places: [Likeness: Int] = [:]
    var groups: [[Element]] = []
    for element in self {
      let likeness = likeness(element)
      if let place = places[likeness] {
        groups[place].append(element)
      } else {
        places[likeness] = groups.count
        groups.append([element])
      }
    }
    return groups
  }
}

/// What makes failures of apps the same.
enum FailureLikeness: Hashable {
  case account, notFound
  case client(ClientError)
  case file([Diagnostic])
  case own(String)

  init(_ failure: AppFailure, app: String) {
    switch failure {
    case .account: self = .account
    // Suggestions differ from app to app.
    case .notFound(let nearest): self = nearest == nil ? .notFound : .own(app)
    case .client(let error): self = .client(error.likeness)
    case .invalid(let diagnostics), .unset(let diagnostics): self = .file(diagnostics)
    default: self = .own(app)
    }
  }
}

extension ClientError {
  /// What happened, and what to do about it, separately.
  package var parts: (fact: String, remedy: String?) {
    let remedy = if case .api(let error) = self { error.remedy } else { cause.remedy }
    guard let remedy, description.hasSuffix("; \(remedy)") else { return (description, remedy) }
    return (String(description.dropLast(remedy.count + 2)), remedy)
  }

  /// What keeps a whole account from being read.
  package var accountFailure: Diagnostic {
    let what =
      path?.hasSuffix("/apps") == true ? "the account's apps could not be listed" : "no app could be read"
    return .error("\(what): \(common)", at: nil)
  }
}

extension AppFailure {
  /// Why apps could not be read, in one message.
  static func message(unread apps: [String], _ error: ClientError) -> String {
    apps.count == 1
      ? "app '\(apps[0])' could not be read: \(error)"
      : "\(counted("app", apps.count)) could not be read (\(namedAtLength(apps))): \(error.common)"
  }

  /// A line of a report about apps that failed alike, with a heading.
  ///
  /// - Parameter heading: that of the first one.
  func line(_ heading: String, of apps: [String], style: Style) -> String {
    let label = style.red(isUnread ? "! unread" : "! not planned")
    let line = "  \(label)  \(TerminalText.escaped(brief))\n"
    guard apps.count > 1 else { return heading + "\n" + line }
    // What concerns the account isn't about single apps.
    let isAll = if case .account = self { true } else { false }
    let names = isAll ? "" : "      in      \(TerminalText.escaped(namedAtLength(apps)))\n"
    return style.bold(counted("app", apps.count)) + "\n" + line + names
  }

  /// Says in one message that App Store Connect doesn't show apps.
  static func notFound(_ apps: [String], nearest: String? = nil, at location: SourceRange?) -> Diagnostic {
    apps.count == 1
      ? .error(
        "app '\(apps[0])' was not found", at: location,
        remedy: nearest.map { "did you mean '\($0)'?" }
          ?? "check the ID, and that the API key has access to the app")
      : .error(
        "\(counted("app", apps.count)) were not found: \(namedAtLength(apps))", at: location,
        remedy: "check the IDs, and that the API key has access to the apps")
  }
}

/// Apps that could not be read or planned, and lists of deliveries, for the beginning of a verdict.
package struct UnreadApps: Sendable {
  var unread = 0
  var unplanned = 0
  var total: Int
  private var lists = (unread: 0, total: 0)

  package init(_ failures: [AppFailure?]) {
    total = failures.count
    for case let failure? in failures {
      if failure.isUnread { unread += 1 } else { unplanned += 1 }
    }
  }

  package init(_ apps: [LiveApp]) {
    self.init(apps.map { if case .failure(let failure) = $0.webhooks { failure } else { nil } })
  }

  package mutating func note(_ lists: [WebhookDeliveries]) {
    self.lists = (lists.count { !$0.isRead }, lists.count)
  }

  var isAll: Bool { unread + unplanned == total }

  fileprivate var isAllOfDeliveries: Bool { lists.unread > 0 && lists.unread == lists.total }

  /// `2 of 40 apps unread`; `nil` if there are none.
  var words: String? {
    let (unread, total) = lists
    let words = [
      ofApps,
      unread == 0 ? nil : "the deliveries of \(grouped(unread)) of \(counted("webhook", total)) unread",
    ].compactMap { $0 }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  private var ofApps: String? {
    let of = " of \(counted("app", total))"
    switch (unread, unplanned) {
    case (0, 0): return nil
    case (_, 0): return "\(grouped(unread))\(of) unread"
    case (0, _): return "\(grouped(unplanned))\(of) not planned"
    default: return "\(grouped(unread))\(of) unread, \(grouped(unplanned)) not planned"
    }
  }
}

extension Verdict {
  /// Says first what wasn't read.
  func behind(_ unread: UnreadApps?, of what: String) -> Verdict {
    guard let unread, let words = unread.words else { return self }
    // Nothing can be said of what nobody has seen.
    if unread.isAllOfDeliveries { return Verdict(title: "\(what) failed:", tally: "\(words).") }
    return Verdict(title: "\(what) failed:", tally: "\(words). \(title)\(tally.isEmpty ? "" : " \(tally)")")
  }
}
