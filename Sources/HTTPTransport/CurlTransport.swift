/// A transport on libcurl: one thread, one multi handle, connections that are used again.
///
/// HTTP/2 is spoken if a server offers it over TLS. Redirects are returned, not followed. Nothing is sent
/// twice unless it is a GET: if libcurl would repeat another request by itself, because a connection that it
/// used again broke before an answer, the request fails instead and its sender decides. Proxy settings of the
/// environment hold (`https_proxy`, `no_proxy`), except for loopback hosts. Certificates are always checked,
/// and TLS is at least 1.2.
///
/// The thread starts with the first request, and ends when the transport is closed or released; requests in
/// flight keep the transport alive.
package final class CurlTransport: Transport {
  private let configuration: Configuration
  private let worker: CurlWorker

  /// Throws ``TransportError/Kind/libraryMissing`` if there is no libcurl.
  package convenience init(configuration: Configuration = Configuration()) throws(TransportError) {
    self.init(configuration: configuration, library: try CurlLibrary.shared())
  }

  init(configuration: Configuration, library: CurlLibrary) {
    self.configuration = configuration
    worker = CurlWorker(library: library, configuration: configuration)
  }

  deinit { worker.close() }

  /// Throws ``TransportError/Kind/invalidURL`` for URLs that are no `https` (or `http` to a loopback host).
  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let url = try RequestURL(request.url)
    try request.headers.validate()
    let transfer = Transfer(request, url: url, configuration: configuration)
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        transfer.prepare(continuation)
        worker.submit(transfer)
      }
    } onCancel: {
      worker.cancel(transfer)
    }
    // Until here, for a transport that is released ends what it has in flight.
    return try withExtendedLifetime(self) { outcome }.get()
  }

  /// Fails what is in flight, waiting or still to come with ``TransportError/Kind/cancelled``. Returns at
  /// once.
  package func close() { worker.close() }
}
