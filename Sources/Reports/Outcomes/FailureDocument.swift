import AppStoreConnect
import Diagnostics
import Planning
import Reconciler

/// What a command prints with `--format json` where it fails before it has anything else to print: whoever
/// reads the document finds the errors in it.
package enum FailureDocument {
  /// The command's document with nothing in it but errors; `nil` for a command that prints none.
  package static func of(_ command: String, _ errors: [Diagnostic]) -> (any Encodable)? {
    switch command {
    case "plan": plan(errors)
    case "apply": plan(errors, results: [])
    case "drift": plan(errors, drift: DriftDocument(DriftReport()))
    case "import": ImportDocument(nil, path: nil, errors: errors, statistics: .init())
    case "list": ListDocument([], errors: errors, statistics: .init())
    case "ping": PingDocument([], errors: errors, statistics: RequestStatistics())
    case "deliveries": DeliveriesDocument(errors: errors)
    case "redeliver":
      RedeliverDocument(RedeliveryPlan(), results: [], errors: errors, statistics: RequestStatistics())
    case "events": EventsDocument([], errors: errors)
    case "trigger": TriggerDocument([], errors: errors)
    default: nil
    }
  }

  private static func plan(
    _ errors: [Diagnostic], results: [StepResult]? = nil, drift: DriftDocument? = nil
  ) -> PlanDocument {
    var document = PlanDocument(Plan(), errors: errors, statistics: .init(), results: results)
    document.drift = drift
    return document
  }
}
