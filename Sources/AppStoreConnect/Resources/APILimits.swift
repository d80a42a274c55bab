package enum APILimits {
  /// Apple's help page on webhooks; the eleventh `POST /v1/webhooks` of an app is refused.
  package static let webhooksPerApp = 10
  /// By Apple's OpenAPI document 4.4.1.
  package static let pageSize = 200
  /// In seconds: ten days, as was seen on the live service. It refuses to look further back.
  package static let deliveryRetention: Double = 10 * 24 * 3600
}
