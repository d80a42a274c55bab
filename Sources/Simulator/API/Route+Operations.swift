extension Route {
  /// What the service calls the methods of a list and of a single resource.
  private static let ofList = ["GET": "GET_COLLECTION", "POST": "CREATE"]
  private static let ofOne = ["GET": "GET_INSTANCE", "PATCH": "UPDATE", "DELETE": "DELETE"]

  /// The refusal of a method that the service has for other resources but not for this one; `nil` for other methods.
  func forbidden(_ method: String) -> APIFailure? {
    let (resource, operation): (String, String?)
    switch self {
    case .apps: (resource, operation) = ("apps", Self.ofList[method])
    case .app: (resource, operation) = ("apps", Self.ofOne[method])
    case .webhooks: (resource, operation) = ("webhooks", Self.ofList[method])
    case .webhook: (resource, operation) = ("webhooks", Self.ofOne[method])
    case .webhookDeliveries: (resource, operation) = ("webhookDeliveries", Self.ofList[method])
    case .webhookPings: (resource, operation) = ("webhookPings", Self.ofList[method])
    case .unreadable(let type): (resource, operation) = (type, Self.ofOne[method])
    case .appWebhooks, .appWebhookLinkages, .deliveries, .deliveryLinkages: return nil
    }
    let allowed =
      switch resource {
      case "apps": ["GET_COLLECTION", "GET_INSTANCE", "UPDATE"]
      case "webhooks": ["CREATE", "DELETE", "GET_INSTANCE", "UPDATE"]
      default: ["CREATE"]
      }
    guard let operation, !allowed.contains(operation) else { return nil }
    return .forbidden(operation, resource, allowed: allowed)
  }
}
