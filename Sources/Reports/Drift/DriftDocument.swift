import Planning

extension DriftReport {
  /// What `drift --format json` adds to the keys of a plan.
  var document: JSONObject {
    [
      "differences": apps.reduce(0) { $0 + $1.differences.count + $1.ofApp } + forgotten.count,
      "apps": apps.filter { $0.isNotable || $0.isUncovered }.map(\.document),
    ]
  }
}

extension AppDrift {
  fileprivate var document: JSONObject {
    let document: JSONObject = [
      "bundleId": facts.bundleId, "appId": facts.id, "name": facts.name, "standing": standing.rawValue,
      "coveredBy": coveredBy?.rawValue, "covered": coveredBy != nil, "gone": isGone,
      "differences": differences.map(\.document), "location": location?.document,
    ]
    return document.adding(["renamedFrom": renamedFrom, "error": failure?.summary])
  }

  /// How many differences are about the app itself.
  fileprivate var ofApp: Int { isGone || isMissed || renamedFrom != nil ? 1 : 0 }
}

extension WebhookDrift {
  fileprivate var document: JSONObject {
    let document: JSONObject = [
      "kind": kind.rawValue, "webhook": name, "webhookId": webhookId, "url": url, "enabled": enabled,
      "fields": fields.map { $0.document("live", "file") }, "location": location?.document,
      "origin": origin?.summary,
    ]
    return document.adding(["events": kind == .changed ? nil : events.map(\.rawValue)])
  }
}
