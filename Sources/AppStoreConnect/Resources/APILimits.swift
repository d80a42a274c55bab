/// What App Store Connect allows.
package enum APILimits {
  /// The most webhooks that an app can have.
  ///
  /// Source: Apple's help page on webhooks; the eleventh `POST /v1/webhooks` of an app is refused.
  package static let webhooksPerApp = 10
  /// The most items on a page of a list, by Apple's OpenAPI document 4.4.1.
  package static let pageSize = 200
  /// How far back deliveries are listed, in seconds: ten days, as was seen on the live service. It refuses to look
  /// further back.
  package static let deliveryRetention: Double = 10 * 24 * 3600
}
