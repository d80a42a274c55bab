import WebhookReceiver

/// Receives App Store Connect's events; the code of the documentation.
struct Receiver {
  let verifier: SignatureVerifier

  /// Answers a delivery with an HTTP status.
  func receive(_ body: some Collection<UInt8>, signature: String?) -> Int {
    if case .invalid(let reason) = verifier.verify(body, signature: signature) {
      print("refused: \(reason)")
      return 401
    }
    guard let notification = try? WebhookNotification(body: body) else { return 400 }
    handle(notification)
    return 204
  }

  private func handle(_ notification: WebhookNotification) {
    switch notification.event {
    case .appStoreVersionStateUpdated(let old?, let new?):
      print("version \(notification.instance?.id ?? "?"): \(old) → \(new)")
    case .buildUploadStateUpdated(_, "COMPLETE"):
      print("build \(notification.instance?.id ?? "?") is there")
    case .alternativeDistributionPackageAvailableUpdated(let app?, let available?, let territories):
      print("app \(app) is \(available ? "" : "not ")available in \(territories.joined(separator: ", "))")
    case .test:
      print("a test event")
    default:
      print("\(notification.type.apiName): \(notification.attributes.keys.sorted())")
    }
  }
}
