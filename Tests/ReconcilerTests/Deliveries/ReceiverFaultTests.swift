import AppStoreConnect
import Testing

@testable import Reconciler

@Suite struct ReceiverFaultTests {
  private func delivery(
    _ state: String? = "FAILED", status: Int? = nil, message: String? = nil
  ) -> DeliveryRecord {
    DeliveryRecord(
      WebhookDelivery(
        id: "d",
        attributes: .init(
          deliveryState: state.map(DeliveryState.init(rawValue:)), errorMessage: message,
          response: status.map { .init(httpStatusCode: $0) })), event: nil)
  }

  @Test(arguments: [
    (401, ReceiverFault.refusedSignature), (403, .refusedSignature), (404, .notFound), (410, .gone),
    (302, .redirected), (400, .refused), (429, .refused), (500, .serverError), (503, .serverError),
    (100, nil),
  ])
  func aStatusDecides(status: Int, fault: ReceiverFault?) {
    #expect(delivery(status: status, message: "TLS handshake timed out").receiverFault == fault)
    #expect(delivery("SUCCEEDED", status: status).receiverFault == nil)
    #expect(delivery("PENDING", status: status).receiverFault == nil)
  }

  @Test(arguments: [
    ("PKIX path building failed: unable to find valid certification path to certificate", ReceiverFault.tls),
    ("SSLHandshakeException", .tls), ("TLS error", .tls),
    ("UnknownHostException: hooks.example.com", .hostNotFound), ("Could not resolve host", .hostNotFound),
    ("DNS lookup failed", .hostNotFound), ("Connect timed out", .timedOut), ("Read timeout", .timedOut),
    ("Connection refused", .unreachable), ("Failed to connect", .unreachable),
    ("No hassle with titles", nil), ("Something else", nil), ("", nil),
  ])
  func withoutAnAnswerTheMessageDoes(message: String, fault: ReceiverFault?) {
    #expect(delivery(message: message).receiverFault == fault)
  }

  @Test func nothingIsMadeUp() {
    #expect(delivery().receiverFault == nil)
    #expect(delivery(nil, status: 500).receiverFault == nil)
    #expect(delivery("EXPIRED").isSettled && !delivery("EXPIRED").hasSucceeded, "a state of the future")
    #expect(!delivery("PENDING").isSettled && !delivery(nil).isSettled)
  }
}
