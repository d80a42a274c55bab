/// A certificate that the `openssl` command makes and signs with its own key, for a test's TLS server.
package struct SelfSignedCertificate: Sendable {
  /// The directory of certificate and key, deleted along with the value.
  package let directory: ScratchDirectory

  package var certificate: String { directory.file("certificate.pem") }
  package var key: String { directory.file("key.pem") }

  /// Makes one for a host name, or for an address.
  package init(for name: String = "127.0.0.1") throws {
    directory = try ScratchDirectory()
    let alternative = name.first?.isNumber == true ? "IP:\(name)" : "DNS:\(name)"
    let status = CommandRunner.run(
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
      "2",
      "-subj", "/CN=\(name)", "-addext", "subjectAltName=\(alternative)", "-keyout", key, "-out", certificate)
    guard status == 0 else { throw ServerError(operation: "openssl req", code: status ?? -1) }
  }
}
