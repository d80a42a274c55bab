import Testing

@testable import HTTPTransport

@Suite struct CertificateAuthoritiesTests {
  private func authorities(
    file: String? = nil, directory: String? = nil, environment: [String: String] = [:],
    builtIn: (file: String?, directory: String?) = (nil, nil), existing: Set<String> = []
  ) -> CertificateAuthorities {
    var configuration = CurlTransport.Configuration()
    configuration.caFile = file
    configuration.caDirectory = directory
    return CertificateAuthorities(
      configuration: configuration, builtInFile: builtIn.file, builtInDirectory: builtIn.directory,
      environment: { environment[$0] }, exists: { existing.contains($0) })
  }

  @Test func configurationComesBeforeTheEnvironment() {
    let environment = ["SSL_CERT_FILE": "/env.pem", "SSL_CERT_DIR": "/env"]
    #expect(authorities(environment: environment).file == "/env.pem")
    #expect(authorities(environment: environment).directory == "/env")
    #expect(authorities(file: "/own.pem", environment: environment).file == "/own.pem")
    #expect(authorities(directory: "/own", environment: environment).directory == "/own")
  }

  @Test func chosenFileIsUsedEvenIfItIsMissing() {
    let found = authorities(
      environment: ["SSL_CERT_FILE": "/missing.pem"], builtIn: ("/gone", nil), existing: ["/etc/ssl/cert.pem"]
    )
    #expect(found.file == "/missing.pem")
  }

  @Test func libcurlsOwnIsLeftAlone() {
    let usual: Set<String> = ["/etc/ssl/cert.pem"]
    #expect(authorities(existing: usual).file == nil)
    #expect(authorities(builtIn: ("/built-in.pem", nil), existing: ["/built-in.pem"]).file == nil)
    #expect(
      authorities(builtIn: ("/gone.pem", "/built-in"), existing: usual.union(["/built-in"])).file == nil)
  }

  @Test func usualPlacesReplaceAMissingBuiltIn() {
    let fedora = "/etc/pki/tls/certs/ca-bundle.crt"
    let found = authorities(builtIn: ("/gone.pem", "/gone"), existing: [fedora, "/etc/ssl/cert.pem"])
    #expect(found.file == fedora)
    #expect(authorities(builtIn: ("/gone.pem", nil)).file == nil)
  }
}
