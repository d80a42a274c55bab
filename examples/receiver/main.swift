// A complete receiver of App Store Connect's webhooks; README.md says how to try it.
//
// The server is the small one of this package, which is meant for one machine. With a framework, keep the
// three steps of `receive` and hand it the raw bytes of the body.

import LoopbackServer
import Synchronization
import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What to do with one delivery.
final class Receiver: Sendable {
  private let verifier: SignatureVerifier
  private let handled = Mutex<Set<String>>([])

  init(secrets: [WebhookSecret]) { verifier = SignatureVerifier(secrets: secrets) }

  func receive(_ request: ServerRequest) -> ServerResponse {
    // 1. Is it from App Store Connect? The signature covers the bytes as they came, before any decoding.
    let signature = request[SignatureVerifier.headerName]
    if case .invalid(let reason) = verifier.verify(request.body, signature: signature) {
      show("refused: \(reason)")
      return ServerResponse(status: 401)
    }
    // 2. What is it? Events of types that Apple adds later decode, too.
    guard let notification = try? WebhookNotification(body: request.body) else {
      return ServerResponse(status: 400)
    }
    // 3. Is it new? An event that is delivered again has the same ID; a real server would keep the IDs in its
    // database, and do the work later than here: the answer should not wait for it.
    let isNew = handled.withLock { $0.insert(notification.id).inserted }
    if isNew { handle(notification) }
    return ServerResponse(status: 200)
  }

  private func handle(_ notification: WebhookNotification) {
    switch notification.event {
    case .test:
      show("a test event")
    case .buildUploadStateUpdated(_, let new):
      show("build upload \(notification.instance?.id ?? "?") is now \(new ?? "?")")
    default:
      show("\(notification.type.apiName) with \(notification.attributes.keys.sorted())")
    }
  }
}

/// Prints a line at once, also into a pipe; quoted, so that nothing in it moves the cursor.
func show(_ text: String) {
  let line = Array((text.debugDescription + "\n").utf8)
  _ = line.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
}

let environment = ProcessInfo.processInfo.environment
// Two names for the time in which the secret is changed: the old one may go when no delivery uses it any more.
let secrets = ["WEBHOOK_SECRET", "WEBHOOK_SECRET_OLD"].compactMap { environment[$0] }.map {
  WebhookSecret($0)
}
guard !secrets.isEmpty else {
  show("WEBHOOK_SECRET is not set")
  exit(1)
}
let receiver = Receiver(secrets: secrets)
let server = try LoopbackServer(
  port: environment["PORT"].flatMap { UInt16($0) } ?? 0, handler: { receiver.receive($0) })
server.start()
show("Listening on http://127.0.0.1:\(server.port)")
// SIGINT and SIGTERM end the process here; the server runs on threads of its own.
while true { pause() }
