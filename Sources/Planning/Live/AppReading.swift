import AppStoreConnect
import DesiredState
import Diagnostics

/// What was found out about one app of the desired-state file.
package struct AppReading: Sendable {
  package var desired: DesiredApp
  package var facts: AppFacts
  package var webhooks: Result<[LiveWebhook], AppFailure>
  /// When the webhooks were asked for, by the client's clock.
  package var time: Duration?
  /// For an app that left the file, the IDs of our webhooks there, which alone are touched; else `nil`.
  package var managedOnly: Set<String>?
  /// The names under which the state file knows webhooks of the app, by their IDs.
  package var recordedNames: [String: String] = [:]

  /// Whether the state file has a webhook of the app on record.
  func isRecorded(_ id: String) -> Bool { managedOnly?.contains(id) ?? (recordedNames[id] != nil) }

  /// Whether live webhooks of the app may be deleted at all.
  var mayDelete: Bool {
    switch desired.prune {
    case .always: true
    case .managed: hasLeft || !recordedNames.isEmpty
    case .never: false
    }
  }

  package var hasLeft: Bool { managedOnly != nil }

  /// Whether it has left App Store Connect as well as the file, so that nothing is left to do.
  package var isGone: Bool {
    if hasLeft, case .failure(.notFound) = webhooks { true } else { false }
  }

  /// A failed reading if one file lists the app and another entry hands it over: it can't be both.
  package func refused(if forgotten: (AppFacts) -> ForgottenApp?) -> AppReading {
    guard !hasLeft, let entry = forgotten(facts) else { return self }
    var refused = self
    refused.webhooks = .failure(
      .invalid([
        .error(
          "app '\(desired.key.text)' is also under 'forget', as '\(entry.key.text)'", at: desired.location,
          remedy: "remove it there to manage it, or here to hand it over",
          notes: [Diagnostic.Note("it is under 'forget' here", at: entry.location)])
      ]))
    return refused
  }

  package init(
    desired: DesiredApp, facts: AppFacts, webhooks: Result<[LiveWebhook], AppFailure>,
    managedOnly: Set<String>? = nil
  ) {
    self.desired = desired
    self.facts = facts
    self.webhooks = webhooks
    self.managedOnly = managedOnly
  }

  /// An app that left the file, not read yet; `nil` if no file is left that it could have been in.
  package init?(left facts: AppFacts, managed: Set<String>, _ state: DesiredState) {
    guard let file = state.files.first, let id = facts.id else { return nil }
    let desired = DesiredApp(
      key: facts.bundleId.map(AppKey.bundleId) ?? .appleId(id), location: DesiredStateDecoder.start(of: file),
      webhooks: [], prune: state.policy.prune, ignore: state.policy.ignore, protect: state.policy.protect)
    self.init(desired: desired, facts: facts, webhooks: .success([]), managedOnly: managed)
  }
}

package enum AppFailure: Error, Sendable {
  /// No app of this bundle ID is visible to the API key. `nearest`: one that is, and may be meant.
  case notFound(nearest: String? = nil)
  /// Another key of the file names the same app.
  case sameApp(as: AppKey, location: SourceRange)
  /// Several apps have this bundle ID, so that it isn't clear which is meant. `apps`: their Apple IDs.
  case sharedBundleId(apps: [String])
  case client(ClientError)
  /// What keeps the whole account from being read, which is reported once for all of its apps.
  case account(ClientError)
  /// Apple's answer left out what is needed to compare a webhook.
  case incompleteWebhook(id: String)
  /// What the file says of the app is wrong, which shows only now that the app's facts are known.
  case invalid([Diagnostic])
  /// Variables that its webhooks need have no value here.
  case unset([Diagnostic])
  case tooManyLive(Int)
  case noRoom(wanted: Int, kept: [KeptWebhook])

  /// A live webhook that takes up room and that no rule lets Storehooks delete.
  package struct KeptWebhook: Sendable, Hashable {
    package var name: String
    package var id: String
    package var reason: ReasonToStay
  }
}

/// What App Store Connect has of one app, whatever any file says of it.
package struct LiveApp: Sendable {
  package var facts: AppFacts
  package var webhooks: Result<[LiveWebhook], AppFailure>
  package var title: String { facts.title }

  package init(facts: AppFacts, webhooks: Result<[LiveWebhook], AppFailure>) {
    self.facts = facts
    self.webhooks = webhooks
  }
}
