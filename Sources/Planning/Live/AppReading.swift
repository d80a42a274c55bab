import AppStoreConnect
import DesiredState
import Diagnostics

/// What was found out about one app of the desired-state file.
package struct AppReading: Sendable {
  /// What the file says of the app.
  package var desired: DesiredApp
  /// What is known of the app.
  package var facts: AppFacts
  /// Its live webhooks; an app that could not be read has none to compare with and gets no calls.
  package var webhooks: Result<[LiveWebhook], AppFailure>
  /// When they were asked for, by the client's clock; `nil` where that isn't known.
  package var time: Duration?
  /// For an app that left the file, the IDs of the webhooks that Storehooks made or took over there: no
  /// other is touched. `nil` for an app of the file.
  package var managedOnly: Set<String>?
  /// The names under which the state file knows webhooks of the app, by their IDs; empty without one.
  package var recordedNames: [String: String] = [:]

  /// Whether the app is no longer in the file.
  package var hasLeft: Bool { managedOnly != nil }

  /// Whether the app has left the file and App Store Connect, too: there is nothing more to do for it.
  package var isGone: Bool {
    if hasLeft, case .failure(.notFound) = webhooks { true } else { false }
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

  /// An app that left the file, not read yet: it should have no webhooks of ours any more. `nil` where no
  /// file is left that it could have been in.
  package init?(left facts: AppFacts, managed: Set<String>, _ state: DesiredState) {
    guard let file = state.files.first, let id = facts.id else { return nil }
    let desired = DesiredApp(
      key: facts.bundleId.map(AppKey.bundleId) ?? .appleId(id), location: DesiredStateDecoder.start(of: file),
      webhooks: [], prune: state.policy.prune, ignore: state.policy.ignore)
    self.init(desired: desired, facts: facts, webhooks: .success([]), managedOnly: managed)
  }
}

/// Why nothing can be planned for an app.
package enum AppFailure: Error, Sendable {
  /// No app of this bundle ID is visible to the API key.
  case notFound
  /// Another key of the file names the same app.
  case sameApp(as: AppKey, location: SourceRange)
  /// Several apps have this bundle ID: which of them is meant can't be told. Their Apple IDs.
  case sharedBundleId(apps: [String])
  /// A call failed.
  case client(ClientError)
  /// Apple's answer left out what is needed to compare a webhook.
  case incompleteWebhook(id: String)
  /// What the file says of the app is wrong, as shows only now.
  case invalid([Diagnostic])
  /// App Store Connect listed more webhooks than an app can have.
  case tooManyLive(Int)
  /// The app can't hold the webhooks that it should: those that stay leave too little room.
  case noRoom(wanted: Int, kept: [KeptWebhook])

  /// A live webhook that takes up room and that no rule lets Storehooks delete.
  package struct KeptWebhook: Sendable, Hashable {
    package var name: String
    package var id: String
    /// Which rule keeps it.
    package var reason: String
  }
}
