extension CurlTransport {
  /// Limits and settings of a transport. Durations count in whole milliseconds.
  package struct Configuration: Sendable {
    /// How long one request may take in all, from the moment it is sent or its connection is opened.
    package var totalTimeout: Duration = .seconds(30)
    /// How long a server may send next to nothing, fewer bytes than ``minimumBytesPerIdleTimeout``.
    package var idleTimeout: Duration = .seconds(20)
    /// How many bytes (headers and decoded body) must come within ``idleTimeout`` for it to start anew.
    /// Above one, so that a server that drips bytes can't hold a request.
    package var minimumBytesPerIdleTimeout: Int = 64
    /// How long connecting may take: name resolution, TCP, proxy and TLS.
    package var connectTimeout: Duration = .seconds(10)
    /// How large a body may be after decoding.
    package var maxResponseBytes: Int = 16 * 1024 * 1024
    /// How large the heads of all responses to one request may be together.
    package var maxHeaderBytes: Int = 64 * 1024
    /// How many requests to one origin run at a time, and so how many connections there are; more wait.
    package var maxConnectionsPerHost: Int = 8
    /// What is sent as `User-Agent` where a request names none.
    package var userAgent: String
    /// A file of certificate authorities in PEM. `nil` means the environment's `SSL_CERT_FILE`, else libcurl's
    /// own, else one of the usual places.
    package var caFile: String?
    /// A directory of certificate authorities. `nil` means the environment's `SSL_CERT_DIR`, else libcurl's own.
    package var caDirectory: String?

    /// Creates a configuration with the defaults that stand at the properties.
    package init(userAgent: String = "storehooks") {
      self.userAgent = userAgent
    }
  }
}
