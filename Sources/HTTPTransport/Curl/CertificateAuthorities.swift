import Platform

struct CertificateAuthorities: Equatable {
  /// In PEM; `nil` to leave libcurl's own.
  let file: String?
  /// `nil` to leave libcurl's own.
  let directory: String?

  /// Debian and its kin, Fedora and its kin, SUSE, OpenELEC, Alpine and BSDs.
  static let usualFiles = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
  ]

  init(
    configuration: CurlTransport.Configuration, builtInFile: String?, builtInDirectory: String?,
    environment: (String) -> String? = CurrentProcess.variable,
    exists: (String) -> Bool = { FileStatus.isReadable($0) }
  ) {
    let chosenFile = configuration.caFile ?? environment("SSL_CERT_FILE")
    directory = configuration.caDirectory ?? environment("SSL_CERT_DIR")
    // A libcurl that was built elsewhere may name a file that this machine doesn't have; one that names
    // neither keeps its authorities in a place of its own, such as a keychain.
    let builtIn = [builtInFile, builtInDirectory].compactMap { $0 }
    if chosenFile == nil, directory == nil, !builtIn.isEmpty, !builtIn.contains(where: exists) {
      file = Self.usualFiles.first(where: exists)
    } else {
      file = chosenFile
    }
  }
}
