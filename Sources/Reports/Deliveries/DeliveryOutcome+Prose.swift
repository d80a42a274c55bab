import AppStoreConnect
import Diagnostics
import Reconciler

extension DeliveryOutcome {
  /// The outcome in one word, for text and JSON.
  package var word: String {
    switch self {
    case .settled(let delivery) where delivery.hasSucceeded: "succeeded"
    case .settled: "failed"
    case .pending: "pending"
    case .missing: "missing"
    case .notFollowed: "sent"
    case .failed: "error"
    case .disabled: "skipped"
    case .interrupted: "interrupted"
    }
  }

  package var reason: String? { reason(\.self) }

  /// The reason; for a failed call, only the given part of it.
  func reason(_ part: KeyPath<ClientError, ClientError>) -> String? {
    switch self {
    case .settled(let delivery): delivery.failure
    case .pending:
      "App Store Connect has not finished the delivery: it is still PENDING; allow more time "
        + "with --wait"
    case .missing: "it was requested, but no delivery has shown up; allow more time with --wait"
    case .notFollowed: "it was requested, but not followed"
    case .failed(let error, .preparing):
      "nothing was sent: the deliveries could not be read: \(error[keyPath: part])"
    case .failed(let error, .sending): "\(error[keyPath: part])"
    case .failed(let error, .following):
      "it was requested, but its delivery could not be read: \(error[keyPath: part])"
    case .disabled: "the webhook is disabled"
    case .interrupted(wasSent: true): "the run was interrupted before its outcome was known"
    case .interrupted(wasSent: false): "the run was interrupted; nothing was sent"
    }
  }

  package func styled(_ style: Style) -> String {
    if hasSucceeded { return style.green(word) }
    return isFailure ? style.red(word) : style.dim(word)
  }
}

extension DeliveryRecord {
  package var failure: String? {
    guard isSettled, !hasSucceeded else { return nil }
    if let explanation = receiverFault?.explanation { return explanation }
    if let errorMessage, !errorMessage.isEmpty { return errorMessage }
    if let httpStatus { return "the receiver answered \(httpStatus)" }
    if state == .failed { return "App Store Connect gives no reason" }
    return "App Store Connect reports the state \(state?.rawValue ?? "")"
  }
}

extension ReceiverFault {
  var explanation: String? {
    switch self {
    case .refusedSignature:
      "the receiver refused the signature: its secret differs, or something in front of it requires a sign-in"
    case .notFound: "the receiver has nothing at this path: check the webhook's URL"
    case .gone: "the receiver says that this URL is permanently gone"
    case .redirected: "the receiver redirects, but only 2xx counts as delivered: check the webhook's URL"
    case .serverError: "the receiver failed: see its log"
    case .refused: nil
    case .tls: "no secure connection could be made: check the receiver's certificate and TLS versions"
    case .hostNotFound: "the receiver's host was not found: check the webhook's URL and DNS"
    case .timedOut: "the receiver did not answer in time"
    case .unreachable: "the receiver could not be reached"
    }
  }
}

extension [WebhookDeliveries] {
  /// Why lists could not be read, once for those with the same cause.
  package var failures: [Diagnostic] {
    let failed = compactMap { list -> (webhook: WebhookReference, error: ClientError)? in
      if case .failure(let error) = list.deliveries { (list.webhook, error) } else { nil }
    }
    return failed.gathered(by: \.error.likeness).map { lists in
      .error(
        "the deliveries of \(lists.map(\.webhook).named) could not be read: "
          + (lists.count == 1 ? "\(lists[0].error)" : "\(lists[0].error.common)"), at: nil)
    }
  }
}

extension [WebhookReference] {
  /// `webhook 'Release bot' of 'com.example.notes'`, `webhook 'Release bot' of 3 apps (…)`; several names after a count.
  var named: String {
    let groups = gathered(by: \.name).map { webhooks in
      var seen: Set<String> = []
      let apps = webhooks.map(\.appTitle).filter { seen.insert($0).inserted }
      let owners = apps.count == 1 ? "'\(apps[0])'" : "\(counted("app", apps.count)) (\(namedAtLength(apps)))"
      return "'\(webhooks[0].name)' of \(owners)"
    }
    let isOne = groups.count == 1 && Set(map(\.appTitle)).count == count
    return isOne ? "webhook \(groups[0])" : "\(counted("webhook", count)) (\(namedAtLength(groups)))"
  }
}

extension [PingResult] {
  /// Failed API calls, which say nothing about the webhooks.
  package var callFailures: [Diagnostic] {
    filter { if case .failed = $0.outcome { true } else { false } }.failures
  }

  /// Why test events didn't arrive, once for those with the same cause.
  package var failures: [Diagnostic] {
    filter(\.outcome.isFailure).gathered { $0.outcome.reason(\.likeness) }.map { results in
      let (one, first) = (results.count == 1, results[0])
      return .error(
        "\(results.map(\.webhook).named) failed \(one ? "its test event" : "their test events"): "
          + (first.outcome.reason(one ? \.self : \.common) ?? ""), at: nil)
    }
  }
}

extension [RedeliveryResult] {
  /// Failed API calls, once for those with the same cause.
  package var callFailures: [Diagnostic] {
    filter { if case .failed = $0.outcome { true } else { false } }
      .gathered { $0.outcome.reason(\.likeness) }.map { results in
        let ids = results.map(\.redelivery.deliveryId)
        let one = ids.count == 1
        let what = one ? "delivery '\(ids[0])'" : "\(grouped(ids.count)) deliveries (\(namedAtLength(ids)))"
        return .error(
          "sending \(what) again failed: \(results[0].outcome.reason(one ? \.self : \.common) ?? "")", at: nil
        )
      }
  }
}
