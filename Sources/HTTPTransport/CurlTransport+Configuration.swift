extension CurlTransport {
  /// Durations count in whole milliseconds.
  package struct Configuration: Sendable {
    /// For one request in all, from the moment it is sent or its connection is opened.
    package var totalTimeout: Duration = .seconds(30)
    /// With fewer bytes than ``minimumBytesPerIdleTimeout``.
    package var idleTimeout: Duration = .seconds(20)
    /// Headers and decoded body. Above one, so that a server that drips bytes can't hold a request.
    package var minimumBytesPerIdleTimeout: Int = 64
    /// Name resolution, TCP, proxy and TLS.
    package var connectTimeout: Duration = .seconds(10)
    /// After decoding.
    package var maxResponseBytes: Int = 16 * 1024 * 1024
    /// Of the heads of all responses to one request.
    package var maxHeaderBytes: Int = 64 * 1024
    /// Requests to one origin at a time, and so connections; more wait.
    package var maxConnectionsPerHost: Int = 8
    /// If a request names none.
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
