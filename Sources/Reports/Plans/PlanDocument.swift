import Diagnostics
import Planning
import Reconciler

extension Plan {
  /// What `plan`, `apply` and `drift` print with `--format json`: the documented keys, and `errors`.
  func document(
    _ findings: Findings, results: [StepResult]? = nil, drift: DriftReport? = nil,
    verifications: Verifications? = nil, saved: SavedPlan? = nil
  ) -> JSONObject {
    let count = self.summary
    let counts: JSONObject = [
      "create": count[.create], "modify": count[.modify], "delete": count[.delete],
      "unchanged": count[.unchanged], "unmanaged": count[.unmanaged], "forget": forgotten.count,
      "apps": apps.count,
    ]
    let summary = counts.adding(["notCompared": notCompared])
    let document: JSONObject = [
      "formatVersion": "1", "summary": summary, "apps": apps.map(\.document),
      "steps": steps.map { $0.document(in: apps[$0.appIndex]) },
      "warnings": warnings.map(\.document), "errors": findings.errors.map(\.document),
      "requests": findings.statistics.document,
    ]
    return document.adding([
      "defaultsCompared": skipsDefaults ? false : nil as Bool?, "forget": forgotten.map(\.document).nonEmpty,
      "notes": notes.nonEmpty,
      "results": results.map { documents(of: $0) }, "drift": drift?.document,
      "verifications": verifications?.results.map(\.document), "saved": saved,
    ])
  }

  private func documents(of results: [StepResult]) -> [JSONObject] {
    let steps = Dictionary(self.steps.map { ($0.number, $0) }) { first, _ in first }
    return results.map { result in
      let places = steps[result.step].flatMap { step in
        result.failure?.places(of: step, in: apps[step.appIndex]).compactMap(\.place?.document)
      }
      let document: JSONObject = [
        "step": result.step, "status": result.status.word, "webhookId": result.webhookId,
        "error": result.reason, "requests": result.requests,
      ]
      // What the errors of a failed call are about in the file, if Apple says so.
      return document.adding(["places": places?.nonEmpty])
    }
  }
}

extension RecordedApp {
  fileprivate var document: JSONObject { ["bundleId": bundleId, "appId": appId, "webhooks": webhooks.count] }
}

extension AppPlan {
  fileprivate var document: JSONObject {
    let document: JSONObject = [
      "bundleId": facts.bundleId, "appId": facts.id, "name": facts.name,
      "coveredBy": coveredBy?.rawValue, "webhooks": webhooks.map(\.document),
    ]
    let gaps = gaps.map { gap -> JSONObject in
      ["url": gap.url, "event": gap.event.rawValue, "fromStep": gap.fromStep, "untilStep": gap.untilStep]
    }
    return document.adding(["gaps": gaps.nonEmpty, "error": failure?.summary])
  }
}

extension WebhookPlan {
  fileprivate var document: JSONObject {
    let document: JSONObject = [
      "action": action.rawValue, "name": name, "webhookId": webhookId,
      "changes": changes.map { $0.document("before", "after") }, "secret": secret?.rawValue,
      "location": location?.document, "reason": reason,
    ]
    return document.adding(["secretReason": secretReason])
  }
}

extension Step {
  fileprivate func document(in app: AppPlan) -> JSONObject {
    [
      "step": number, "app": app.title, "action": action.rawValue, "webhook": webhook,
      "webhookId": webhookId,
    ]
  }
}

extension StepResult.Status {
  fileprivate var word: String {
    switch self {
    case .applied: "applied"
    case .failed: "failed"
    case .skipped, .interrupted, .held: "skipped"
    }
  }
}

extension FailurePlace {
  fileprivate var document: JSONObject {
    let document: JSONObject = ["key": key, "location": location?.document]
    return document.adding(["event": event?.rawValue])
  }
}
