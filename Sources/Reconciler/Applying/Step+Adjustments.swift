import AppStoreConnect
import Cryptography
import DesiredState
import Planning

extension Step {
  /// The fields whose value in App Store Connect's answer differs from what was sent. URLs are compared as for a plan.
  /// A value that repeats one of the `secrets` is `nil`.
  func adjustments(in answer: Webhook.Attributes?, withholding secrets: [Secret]) -> [FieldChange] {
    guard let answer, let sent else { return [] }
    let texts = secrets.compactMap(\.exposedText).filter { !$0.isEmpty }
    func shown(_ text: String) -> String? { texts.contains(where: text.contains) ? nil : text }
    var changes: [FieldChange] = []
    if let sent = sent.name, let kept = answer.name, kept != sent {
      changes.append(.name(before: sent, after: shown(kept)))
    }
    if let sent = sent.url, let kept = answer.url,
      WebhookURL.comparable(kept) != sent.normalized
    {
      let asShown = sent.isSensitive ? WebhookURL.masked(_:) : WebhookURL.shown(_:)
      changes.append(.url(before: sent.shown, after: shown(kept).map(asShown)))
    }
    if let sent = sent.events, let kept = answer.eventTypes, Set(kept) != Set(sent) {
      let names = Set(kept).sorted()
      let isShown = names.allSatisfy { shown($0.rawValue) != nil }
      changes.append(.events(before: sent.sorted(), after: isShown ? names : nil))
    }
    if let sent = sent.enabled, let kept = answer.enabled, kept != sent {
      changes.append(.enabled(before: sent, after: kept))
    }
    return changes
  }
}

package struct Adjustment: Sendable {
  package var app: AppPlan
  package var step: Step
  package var change: FieldChange
}

extension Outcome {
  /// What App Store Connect keeps differently from what the last call sent, in the order of calls.
  package var adjustments: [Adjustment] {
    let results = Dictionary(self.results.map { ($0.step, $0) }) { first, _ in first }
    return plan.apps.flatMap { app in
      var last: [String: [FieldChange.Field: Adjustment]] = [:]
      for step in app.steps {
        guard let result = results[step.number], case .applied = result.status, let id = result.webhookId
        else { continue }
        if case .delete = step.call { last[id] = nil }
        // A webhook that swaps roles is changed more than once.
        for field in FieldChange.Field.allCases where step.sent?[field] != nil { last[id]?[field] = nil }
        for change in result.adjustments {
          last[id, default: [:]][change.field] = Adjustment(app: app, step: step, change: change)
        }
      }
      return last.values.flatMap(\.values).sorted {
        ($0.step.number, $0.change.field.rawValue) < ($1.step.number, $1.change.field.rawValue)
      }
    }
  }
}
