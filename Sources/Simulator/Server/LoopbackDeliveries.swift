import Cryptography
import HTTPTransport

/// Delivers events as App Store Connect does, with signed POSTs, to receivers on this machine.
///
/// What a receiver answers is recorded as it is; a redirect isn't followed and counts as a failure. Deliveries
/// to other machines fail unsent: a fleet file may hold the URLs of real receivers, which must not be told of
/// events that never happened.
package struct LoopbackDeliveries: Sendable {
  private let transport: any Transport

  /// Delivers over a transport, whose time limits are those of a receiver.
  package init(transport: any Transport) { self.transport = transport }

  /// The sender for a simulator's configuration. Deliveries run side by side, in no order.
  package var sender: DeliverySender {
    { [self] attempt, complete in
      // The request that caused it doesn't wait for the delivery, so no scope could hold this task.
      Task { complete(await deliver(attempt)) }
    }
  }

  func deliver(_ attempt: DeliveryAttempt) async -> DeliveryOutcome {
    guard WebhookURL.isLoopback(attempt.url) else {
      return .failed("The simulator delivers to loopback hosts only: 127.0.0.1, [::1] and localhost")
    }
    let body = Array(attempt.payload.utf8)
    var headers: HTTPHeaders = ["Content-Type": "application/json"]
    do {
      if let secret = attempt.secret, !secret.isEmpty {
        let code = try HMACSHA256.authenticationCode(for: body, key: secret)
        headers["x-apple-signature"] = "hmacsha256=\(Hexadecimal.encode(code))"
      }
      let response = try await transport.send(HTTPRequest(.post, attempt.url, headers: headers, body: body))
      return .answered(status: response.status, body: String(decoding: response.body, as: UTF8.self))
    } catch let error as TransportError {
      return .failed(error.detail)
    } catch {
      return .failed("\(error)")
    }
  }
}
