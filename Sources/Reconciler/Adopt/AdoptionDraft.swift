import AppStoreConnect
import DesiredState
import Diagnostics
import Planning
import YAML

/// One attempt at edits, and what comes of it.
struct AdoptionDraft {
  let adopter: Adopter
  let withheld: Withheld
  var files: [EditedFile]
  var adoption = Adoption()
  /// The titles of apps that the file has no place for.
  var failed: Set<String> = []
  /// The differences that stay, by the titles of apps.
  var open: [String: Set<String>] = [:]
  /// The titles of apps that a file now lists.
  var taken: Set<String> = []
  /// The changes to templates, as `template field`.
  var templateChanges: Set<String> = []
  var secrets: SecretChoice
  let eventNames: [(name: String, events: Set<EventType>)]
  let sites: SiteTable
  var rules: DefaultsMatcher

  init(_ adopter: Adopter, _ withheld: Withheld, changesTemplates: Bool) {
    self.adopter = adopter
    self.withheld = withheld
    files = adopter.state.files.compactMap(EditedFile.init(_:))
    secrets = SecretChoice(adopter.state)
    eventNames = Self.eventNames(adopter.state, files)
    sites = SiteTable(adopter.state, read: adopter.apps.map(\.reading.desired), files)
    rules = DefaultsMatcher(adopter.state)
    guard files.count == adopter.state.files.count else {
      leaveEverything()
      return
    }
    let pairs = zip(adopter.apps, adopter.drift).map { AppUnderAdoption($0, $1, adopter.scope, withheld) }
    if changesTemplates { changeTemplates(pairs) }
    for app in pairs { adopt(app) }
    // Anyone who names webhooks means just those, and no apps.
    let others = adopter.scope.webhooks.isEmpty ? adopter.others : []
    for app in others.sorted(by: { key(of: $0.facts) < key(of: $1.facts) }) { take(app) }
    adoption.variables = secrets.variables
    adoption.files = files.compactMap { file in
      let edits = file.editor.edits()
      return edits.isEmpty ? nil : (file.source, edits)
    }
  }

  /// What a file calls an app.
  func key(of facts: AppFacts) -> String { ReadApp(facts: facts, webhooks: []).key }

  func key(of reading: AppReading) -> String {
    reading.hasLeft ? key(of: reading.facts) : reading.desired.key.text
  }

  func isWithheld(_ title: String) -> Bool { withheld.contains(0, of: title) }

  func index(of file: SourceFile) -> Int? { files.firstIndex { $0.source === file } }

  private mutating func leaveEverything() {
    for drift in adopter.drift {
      for difference in drift.differences { leave(difference, of: drift, .noPlace) }
    }
  }

  // MARK: What is said

  mutating func leave(
    _ difference: WebhookDrift, of app: AppDrift, _ reason: Adoption.Reason, fields: [Adoption.Field]? = nil
  ) {
    var item = item(difference, of: app, fields: fields)
    item.reason = reason
    adoption.left.append(item)
    let marks = difference.marks.filter { mark in
      fields.map { $0.contains { mark.hasSuffix(" \($0.rawValue)") } } ?? true
    }
    open[app.title, default: []].formUnion(marks)
  }

  mutating func note(_ difference: WebhookDrift, of app: AppDrift, fields: [Adoption.Field] = []) {
    adoption.adopted.append(item(difference, of: app, fields: fields))
  }

  private func item(_ difference: WebhookDrift, of app: AppDrift, fields: [Adoption.Field]?) -> Adoption.Item
  {
    let kind: Adoption.Item.Kind =
      switch difference.kind {
      case .missing: .missing
      case .changed: .changed
      case .additional: .additional
      }
    return Adoption.Item(
      app: app.title, kind: kind, webhook: difference.name, webhookId: difference.webhookId,
      fields: fields ?? difference.fields.map(\.field), location: difference.location ?? app.location)
  }
}

/// An app with its differences, and what the files want of it.
struct AppUnderAdoption {
  let reading: AppReading
  let drift: AppDrift
  /// The differences to adopt.
  let chosen: [WebhookDrift]
  /// Differences that weren't asked for.
  let passed: [WebhookDrift]
  /// Differences that could not be adopted.
  let withheld: [WebhookDrift]
  private let pairs: [(target: TargetWebhook, live: LiveWebhook)]

  init(_ app: PreparedApp, _ drift: AppDrift, _ scope: AdoptionScope, _ withheld: Withheld) {
    reading = app.reading
    self.drift = drift
    pairs = app.pairs
    func isChosen(_ difference: WebhookDrift) -> Bool {
      let live = app.pairs.first { $0.live.id == difference.webhookId }?.live.name
      return scope.includes(difference.name, difference.webhookId, live)
    }
    let places = drift.differences.indices.filter { isChosen(drift.differences[$0]) }
    chosen = places.filter { !withheld.contains($0, of: drift.title) }.map { drift.differences[$0] }
    self.withheld = places.filter { withheld.contains($0, of: drift.title) }.map { drift.differences[$0] }
    passed = drift.differences.filter { !isChosen($0) }
  }

  var live: [LiveWebhook] { (try? reading.webhooks.get()) ?? [] }

  func live(_ difference: WebhookDrift) -> LiveWebhook? { live.first { $0.id == difference.webhookId } }

  func sameName(as webhook: LiveWebhook) -> Adoption.Reason {
    let twin = live.first { $0.name == webhook.name && $0.id != webhook.id }
    return .undescribable(.sameName(asID: twin?.id ?? ""))
  }

  /// What a file says of the webhook.
  func desired(_ difference: WebhookDrift) -> DesiredWebhook? {
    reading.desired.webhooks.first { $0.locations.webhook == difference.location }
  }
}
