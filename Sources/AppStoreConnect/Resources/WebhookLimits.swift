/// What App Store Connect allows of webhooks.
package enum WebhookLimits {
  /// The most webhooks an app can have.
  ///
  /// Source: Apple's help page on webhooks; the eleventh `POST /v1/webhooks` of an app is refused.
  package static let perApp = 10
}
