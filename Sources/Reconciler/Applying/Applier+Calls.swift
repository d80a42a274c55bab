import AppStoreConnect
import Cryptography
import DesiredState
import Planning

extension Applier {
  /// An app that was read longer ago is read again before its first call is sent.
  private static let freshness = Duration.seconds(60)
  /// How often an app is read again at most, if its first call keeps waiting longer than that.
  private static let mostReadings = 10

  /// - Parameter known: the IDs of all webhooks that the app had before or that this run has made.
  func make(_ step: Step, of app: AppPlan, known: Set<String>) async -> StepResult {
    var result = StepResult(step: step.number, status: .applied, webhookId: step.webhookId, requests: 0)
    do throws(StepFailure) {
      if let webhook = try await makeInTime(step, of: app, known: known) {
        result.webhookId = result.webhookId ?? webhook.id
        result.adjustments = step.adjustments(in: webhook.attributes, withholding: secrets.all)
      }
    } catch .client(.stopped(_, _, isOutcomeOpen: false)) {
      result.status = .interrupted
    } catch .client(let error) {
      let conflict = await Conflict.behind(error, of: step.call, appId: app.id, known: known, client)
      result.status = .failed(conflict.map(StepFailure.conflict) ?? .client(error))
    } catch {
      result.status = .failed(error)
    }
    return result
  }

  /// Makes an app's first call only while its reading is fresh. The gate decides, because it may hold a call back for
  /// minutes.
  private func makeInTime(
    _ step: Step, of app: AppPlan, known: Set<String>
  ) async throws(StepFailure) -> Webhook? {
    guard let basis = app.basis, step.number == app.steps.first?.number else {
      return try await send(step, of: app, known: known, through: client)
    }
    var time = basis.time
    for _ in 1..<Self.mostReadings {
      do throws(StepFailure) {
        let client = client.sendingChanges(until: time + Self.freshness)
        return try await send(step, of: app, known: known, through: client)
      } catch .client(.outdated) {
        time = client.clock.now()
        try await checkUnchanged(app, since: basis)
      }
    }
    return try await send(
      step, of: app, known: known, through: client.sendingChanges(until: time + Self.freshness))
  }

  /// Returns the webhook if the call creates or changes one.
  private func send(
    _ step: Step, of app: AppPlan, known: Set<String>, through client: Client
  ) async throws(StepFailure) -> Webhook? {
    switch step.call {
    case .create(let target):
      let attributes = try WebhookCreateRequest.Attributes(
        enabled: target.enabled, eventTypes: target.events, name: target.name, secret: secret(target.secret),
        url: target.url.text)
      return try await call { () throws(ClientError) in
        try await client.createWebhook(
          appId: app.id, attributes, known: known, comparable: WebhookURL.comparable)
      }
    case .modify(let id, let modification):
      return try await modify(id, modification, through: client)
    case .delete(let id):
      try await call { () throws(ClientError) in try await client.deleteWebhook(id: id) }
      return nil
    }
  }

  /// Until it is known whether the webhook has the new secret, none is on record.
  private func modify(
    _ id: String, _ modification: WebhookModification, through client: Client
  ) async throws(StepFailure) -> Webhook {
    var newSecret: Secret?
    if let source = modification.secret { newSecret = try secret(source) }
    let attributes = WebhookUpdateRequest.Attributes(
      enabled: modification.enabled, eventTypes: modification.events, name: modification.name,
      secret: newSecret, url: modification.url?.text)
    var former: Fingerprint?
    if let newSecret, let recorder {
      slots.leave()
      let given: Result<Fingerprint?, StateFileError>
      do throws(StateFileError) {
        given = .success(try await recorder.giveUpSecret(of: id, for: newSecret))
      } catch {
        given = .failure(error)
      }
      await slots.enter(.begun)
      do throws(StateFileError) { former = try given.get() } catch { throw .stateFile(error) }
    }
    let (answer, requests) = await RequestCounter.counting { () -> Result<Webhook, ClientError> in
      do throws(ClientError) {
        return .success(try await client.updateWebhook(id: id, attributes))
      } catch {
        return .failure(error)
      }
    }
    switch answer {
    case .success(let webhook): return webhook
    case .failure(let error):
      if let former, error.showsNoChange(after: requests) { await recorder?.keepSecret(of: id, former) }
      throw .client(error)
    }
  }

  /// Throws unless the app is as it was when the plan was made.
  private func checkUnchanged(_ app: AppPlan, since basis: AppPlan.Basis) async throws(StepFailure) {
    let webhooks = try await call { () throws(ClientError) in
      try await client.webhooks(appId: app.id).webhooks
    }
    // The plan knew all of the app, so a webhook that can't be compared has changed.
    let changes = LiveWebhook.changes(from: basis.webhooks, to: webhooks.compactMap(LiveWebhook.init(_:)))
    guard changes.isEmpty else { throw .conflict(.changed(changes)) }
  }

  private func secret(_ source: SecretSource) throws(StepFailure) -> Secret {
    guard let secret = secrets[source] else { throw .secretMissing(source) }
    return secret
  }

  private func call<Value>(
    _ body: () async throws(ClientError) -> Value
  ) async throws(StepFailure) -> Value {
    do {
      return try await body()
    } catch {
      throw .client(error)
    }
  }
}

extension ClientError {
  /// Whether a call that failed after so many requests surely changed nothing: it was never sent, or refused for good
  /// at once. A temporary refusal may be a proxy's, and that of a repetition proves nothing.
  fileprivate func showsNoChange(after requests: Int) -> Bool {
    guard requests > 0 else { return true }
    guard requests == 1, case .api(let answer) = self else { return false }
    return (400..<500).contains(answer.status) && ![401, 408, 429].contains(answer.status)
  }
}
