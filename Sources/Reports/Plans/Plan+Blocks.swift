import Diagnostics
import Planning

extension FleetBlocks where Change == WebhookPlan {
  /// The selected webhooks of a plan, except for those of apps that weren't planned.
  ///
  /// A webhook whose calls need an order, or that needs several calls, is shown with its app.
  init(_ plan: Plan, isGrouped: Bool = true, where isMeant: (WebhookPlan) -> Bool) {
    self.init(
      plan.apps.map { $0.webhooks.filter(isMeant) }, of: plan.apps.map(\.facts), isGrouped: isGrouped
    ) { webhook, app in
      let app = plan.apps[app]
      let calls = app.steps.count { $0.webhookId != nil && $0.webhookId == webhook.webhookId }
      return app.gaps.isEmpty && calls < 2 ? webhook.shape : nil
    } standIn: {
      WebhookPlan(standingFor: $0, $1)
    }
  }
}

extension WebhookPlan {
  var isChange: Bool { ![.unchanged, .unmanaged].contains(action) }

  fileprivate var shape: ChangeShape {
    let isSet = changes.contains { $0.field == .secret }
    let known = isSet ? secret?.rawValue : nil
    // Nothing is done to it, so the reason is all there is to say.
    let why = action == .unmanaged ? reason : nil
    return ChangeShape(
      kind: [action.rawValue, known, why].compactMap { $0 }.joined(separator: " "), name: name,
      fields: changes)
  }

  /// Stands for the webhooks of several apps.
  fileprivate init(standingFor webhooks: [Self], _ shape: ChangeShape) {
    self = webhooks[0]
    (name, changes, webhookId) = (shape.name, shape.fields, nil)
    reason = common(webhooks.map(\.reason)) ?? WebhookLines.severalReasons
    location = SourceRange.common(webhooks.map(\.location), webhooks.map(\.locations), of: shape.fields)
  }
}
