import CRuntimeLibraries
import Platform

/// The mailbox between callers and the one thread that runs libcurl. Callers never wait for it, and no
/// continuation is resumed under the lock, so that a cancellation can't deadlock.
final class CurlWorker: Sendable {
  struct Messages {
    var submitted: [Transfer] = []
    var cancelled: [Transfer] = []
  }

  private struct Mailbox {
    var messages = Messages()
    var isClosed = false
    /// While the thread runs. libcurl allows other threads to wake it, nothing else.
    var multi: OpaquePointer?
  }

  let library: CurlLibrary
  let configuration: CurlTransport.Configuration
  private let mailbox = Locked(Mailbox())

  init(library: CurlLibrary, configuration: CurlTransport.Configuration) {
    self.library = library
    self.configuration = configuration
  }

  func submit(_ transfer: Transfer) {
    let refusal = mailbox.withLock { mailbox -> TransportError? in
      if mailbox.isClosed { return Self.closed }
      if transfer.isCancelled {
        return TransportError(.cancelled, detail: "the request was cancelled", mayHaveReachedServer: false)
      }
      if mailbox.multi == nil {
        guard let multi = startThread() else {
          return TransportError(
            .other, detail: "no thread could be started for HTTP", mayHaveReachedServer: false)
        }
        mailbox.multi = multi
      }
      mailbox.messages.submitted.append(transfer)
      wake(mailbox)
      return nil
    }
    if let refusal { transfer.finish(.failure(refusal)) }
  }

  func cancel(_ transfer: Transfer) {
    mailbox.withLock { mailbox in
      transfer.isCancelled = true
      guard mailbox.multi != nil else { return }
      mailbox.messages.cancelled.append(transfer)
      wake(mailbox)
    }
  }

  func close() {
    mailbox.withLock { mailbox in
      mailbox.isClosed = true
      wake(mailbox)
    }
  }

  /// For the thread. `nil` when closed: then no caller touches the multi handle any more, and the messages
  /// that are left are given to `rest`.
  func takeMessages(rest: inout Messages) -> Messages? {
    mailbox.withLock { mailbox in
      defer { mailbox.messages = Messages() }
      guard mailbox.isClosed else { return mailbox.messages }
      rest = mailbox.messages
      mailbox.multi = nil
      return nil
    }
  }

  static let closed = TransportError(
    .cancelled, detail: "the transport was closed", mayHaveReachedServer: false)

  private func wake(_ mailbox: Mailbox) {
    if let multi = mailbox.multi { _ = library.functions.pointee.curl_multi_wakeup(multi) }
  }

  private func startThread() -> OpaquePointer? {
    guard let multi = library.functions.pointee.curl_multi_init() else { return nil }
    nonisolated(unsafe) let handle = multi
    // It holds the worker and not the transport, whose release ends the thread. SIGPIPE above all is blocked in it: with
    // CURLOPT_NOSIGNAL libcurl leaves it to its user, and older OpenSSLs write to sockets without suppressing it.
    let failure = BackgroundThread.start("curl transport") { [self] in
      CurlLoop(worker: self, multi: handle).run()
    }
    guard failure == nil else {
      _ = library.functions.pointee.curl_multi_cleanup(multi)
      return nil
    }
    return multi
  }
}
