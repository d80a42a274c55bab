// A small, complete receiver of App Store Connect's webhooks that tells a chat what happens; README.md says how to try
// it.
//
// The server is the one that Storehooks has for this machine. With a framework, keep `Receiver` and hand it the raw
// bytes of the body.

import Dispatch
import Foundation
import LoopbackServer
import WebhookReceiver

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let environment = ProcessInfo.processInfo.environment
// Two names while a secret is being changed: the old one can go once no delivery uses it.
let secrets = ["WEBHOOK_SECRET", "WEBHOOK_SECRET_OLD"].compactMap { environment[$0] }
guard !secrets.isEmpty else {
  show("WEBHOOK_SECRET is not set")
  exit(1)
}
// Without a chat, the sentences are only printed.
let chat = environment["CHAT_WEBHOOK_URL"].map { Chat(url: $0, environment: environment) }
let (sentences, queue) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingOldest(1_000))
let receiver = Receiver(secrets: secrets.map { WebhookSecret($0) }, queue: queue)
let server = try LoopbackServer(
  port: environment["PORT"].flatMap { UInt16($0) } ?? 0,
  handler: {
    ServerResponse(
      status: receiver.receive($0.body, signature: $0[SignatureVerifier.headerName], target: $0.target))
  })
// A curl that ends early must not end this.
signal(SIGPIPE, SIG_IGN)
let signals = onSignals { [server, queue] in
  // What has been accepted is still told.
  server.stop()
  queue.finish()
}
server.start()
show("Listening on http://127.0.0.1:\(server.port)")
for await sentence in sentences {
  show(sentence)
  if let problem = await chat?.post(sentence) { show("not told: \(problem)") }
}
withExtendedLifetime(signals) {}

/// Ends neatly on SIGINT and SIGTERM.
nonisolated func onSignals(_ end: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
  [SIGINT, SIGTERM].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler(handler: end)
    source.resume()
    return source
  }
}

/// Prints a line at once, even into a pipe. It is quoted, so nothing in it moves the cursor.
func show(_ text: String) {
  FileHandle.standardOutput.write(Data((text.debugDescription + "\n").utf8))
}
