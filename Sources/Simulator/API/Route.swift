import AppStoreConnect
import Platform

/// What a path stands for, and what may be done with it.
enum Route: Equatable {
  case apps
  case app(String)
  case appWebhooks(String)
  case appWebhookLinkages(String)
  case webhooks
  case webhook(String)
  case deliveries(webhook: String)
  case deliveryLinkages(webhook: String)
  case webhookDeliveries
  case webhookPings
  /// A delivery or a ping, which can't be read by itself.
  case unreadable(String)

  /// The route of a path; `nil` if the API has none.
  init?(path: String) {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
      PercentEncoding.decode(Substring($0))
    }
    guard parts.count >= 3, parts[0] == "", parts[1] == "v1", !parts.contains(nil) else { return nil }
    let names = parts.dropFirst(2).compactMap(\.self)
    let id = names.count > 1 ? names[1] : ""
    guard names.count == 1 || !id.isEmpty else { return nil }
    switch (names[0], Array(names.dropFirst(2)), names.count) {
    case ("apps", [], 1): self = .apps
    case ("apps", [], 2): self = .app(id)
    case ("apps", ["webhooks"], _): self = .appWebhooks(id)
    case ("apps", ["relationships", "webhooks"], _): self = .appWebhookLinkages(id)
    case ("webhooks", [], 1): self = .webhooks
    case ("webhooks", [], 2): self = .webhook(id)
    case ("webhooks", ["deliveries"], _): self = .deliveries(webhook: id)
    case ("webhooks", ["relationships", "deliveries"], _): self = .deliveryLinkages(webhook: id)
    case ("webhookDeliveries", [], 1): self = .webhookDeliveries
    case ("webhookPings", [], 1): self = .webhookPings
    case ("webhookDeliveries", [], 2), ("webhookPings", [], 2): self = .unreadable(names[0])
    default: return nil
    }
  }

  /// The methods that the path allows.
  var methods: [String] {
    switch self {
    case .webhook: ["GET", "PATCH", "DELETE"]
    case .webhooks, .webhookDeliveries, .webhookPings: ["POST"]
    case .unreadable: []
    default: ["GET"]
    }
  }

  /// The query parameters that the path allows for a method, with their rules.
  func parameters(method: String, options: ParameterOptions) -> [String: ParameterRule] {
    guard method == "GET" else { return [:] }
    switch self {
    case .apps: return Self.appsParameters
    case .app: return Self.appParameters
    case .appWebhooks: return Self.webhooksParameters
    case .webhook: return Self.webhookParameters
    case .deliveries:
      var rules = Self.deliveriesParameters
      if options.filtersDeliveryState {
        rules["filter[deliveryState]"] = .oneOf(["SUCCEEDED", "FAILED", "PENDING"])
      }
      return rules
    case .appWebhookLinkages, .deliveryLinkages: return Self.paged
    case .webhooks, .webhookDeliveries, .webhookPings, .unreadable: return [:]
    }
  }

  private static let paged: [String: ParameterRule] = [
    "limit": .limit(APILimits.pageSize), "cursor": .cursor,
  ]

  private static let appsParameters: [String: ParameterRule] = {
    var rules = paged.merging(appParameters) { $1 }
    for name in AppField.relatedFilters + ["bundleId", "id", "name", "sku"].map({ "filter[\($0)]" }) {
      rules[name] = .list
    }
    rules["sort"] = .oneOf(["name", "bundleId", "sku"].flatMap { [$0, "-\($0)"] })
    rules[AppField.existence] = .oneOf(["true", "false"])
    return rules
  }()

  private static let webhookParameters: [String: ParameterRule] = [
    "fields[webhooks]": .oneOf(["enabled", "eventTypes", "name", "url", "app", "deliveries"]),
    "fields[apps]": .oneOf(AppField.all), "include": .oneOf(["app"]),
  ]

  private static let webhooksParameters = paged.merging(webhookParameters) { $1 }

  private static let deliveriesParameters: [String: ParameterRule] = paged.merging([
    "filter[createdDateGreaterThanOrEqualTo]": .dates, "filter[createdDateLessThan]": .dates,
    "fields[webhookDeliveries]": .oneOf([
      "createdDate", "deliveryState", "errorMessage", "redelivery", "sentDate", "request", "response",
      "event",
    ]),
    "fields[webhookEvents]": .oneOf(["eventType", "payload", "ping", "createdDate"]),
    "include": .oneOf(["event"]),
  ]) { $1 }

  /// The parameters that decide how much of an app is returned.
  private static let appParameters: [String: ParameterRule] = {
    var rules: [String: ParameterRule] = [
      "fields[apps]": .oneOf(AppField.all), "include": .oneOf(AppField.toOne + AppField.toMany),
    ]
    for type in AppField.relatedTypes { rules["fields[\(type)]"] = .list }
    for name in AppField.toMany { rules["limit[\(name)]"] = .limit(50) }
    return rules
  }()
}

/// What decides which parameters are allowed, besides the route.
struct ParameterOptions {
  /// Whether `filter[deliveryState]` is allowed: it is documented, and rejected by the live service.
  var filtersDeliveryState: Bool
}

/// What a query parameter's value must look like.
enum ParameterRule {
  /// A comma-separated list of these values.
  case oneOf([String])
  /// A comma-separated list of any values, none empty.
  case list
  /// A number from 1 up to a maximum.
  case limit(Int)
  /// A cursor of an earlier page.
  case cursor
  /// A comma-separated list of dates and times of ISO 8601.
  case dates
}
