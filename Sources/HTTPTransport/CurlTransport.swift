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

  /// Of the library and what it is built on: `libcurl/7.88.1 OpenSSL/3.0.17 …`.
  package static func libraryVersion() throws(TransportError) -> String {
    String(cString: try CurlLibrary.shared().functions.pointee.curl_version())
  }

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
    // Keeps the transport until here, because releasing it ends what it has in flight.
    return try withExtendedLifetime(self) { outcome }.get()
  }

  /// Fails everything in flight, waiting or still to come with ``TransportError/Kind/cancelled``. Returns at once.
  package func close() { worker.close() }
}

extension CurlTransport {
  /// Durations count in whole milliseconds.
  package struct Configuration: Sendable {
    /// For one request in all, from the moment it is sent or its connection is opened.
    package var totalTimeout: Duration = .seconds(30)
    /// How long a request may go with fewer bytes than ``minimumBytesPerIdleTimeout``.
    package var idleTimeout: Duration = .seconds(20)
    /// Headers and decoded body. Above one, so that a server that drips bytes can't hold a request.
    package var minimumBytesPerIdleTimeout: Int = 64
    /// For name resolution, TCP, proxy and TLS together.
    package var connectTimeout: Duration = .seconds(10)
    /// After decoding.
    package var maxResponseBytes: Int = 16 * 1024 * 1024
    /// The heads of all responses to one request count together.
    package var maxHeaderBytes: Int = 64 * 1024
    /// Requests to one origin at a time, and so connections; more wait.
    package var maxConnectionsPerHost: Int = 8
    package var userAgent: String
    /// In PEM. `nil`: the environment's `SSL_CERT_FILE`, else libcurl's own, else one of the usual places.
    package var caFile: String?
    /// `nil` means the environment's `SSL_CERT_DIR`, else libcurl's own.
    package var caDirectory: String?

    package init(userAgent: String = "storehooks") {
      self.userAgent = userAgent
    }
  }
}
