import Diagnostics
import Planning

/// A difference as people see it.
struct ShownDrift {
  var webhook: WebhookDrift
  /// How it came about, if that is known.
  var explanation: String?
}

extension FleetBlocks where Change == ShownDrift {
  init(_ report: DriftReport, isGrouped: Bool = true) {
    let apps = report.apps
    self.init(
      apps.map { app in
        app.differences.map { ShownDrift(webhook: $0, explanation: $0.explanation(in: app)) }
      }, of: apps.map(\.facts), isGrouped: isGrouped
    ) { difference, app in
      // If an app can't be planned, its differences are shown with it.
      apps[app].failure == nil ? difference.webhook.shape(in: apps[app]) : nil
    } standIn: {
      ShownDrift(standingFor: $0, $1)
    }
  }
}

extension WebhookDrift {
  fileprivate func shape(in app: AppDrift) -> ChangeShape {
    let facts = [kind.rawValue, app.standing.rawValue, isDeleted ? "deleted" : nil, secretDoubt]
    return ChangeShape(
      kind: facts.compactMap { $0 }.joined(separator: " "), name: name,
      fields: kind == .changed ? fields : changes)
  }
}

extension ShownDrift {
  /// Stands for the differences of several apps.
  fileprivate init(standingFor differences: [Self], _ shape: ChangeShape) {
    let webhooks = differences.map(\.webhook)
    webhook = webhooks[0]
    (webhook.name, webhook.webhookId) = (shape.name, nil)
    if webhook.kind == .changed {
      webhook.fields = shape.fields
    } else if case .text(let url)? = shape.fields.first?.after ?? shape.fields.first?.before {
      webhook.url = url
    }
    webhook.location = SourceRange.common(
      webhooks.map(\.location), webhooks.map(\.locations), of: shape.fields)
    // IDs differ between apps.
    let isDeletedByHand = webhooks.allSatisfy { if case .deletedByHand? = $0.origin { true } else { false } }
    explanation =
      isDeletedByHand
      ? WebhookDrift.deletedByHand
      : common(differences.map(\.explanation)) ?? WebhookLines.severalReasons
  }
}
