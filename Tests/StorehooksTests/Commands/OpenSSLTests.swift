import AppStoreConnect
import Cryptography
import HTTPTransport
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The `openssl` command, if there is one.
private let opensslPath = ["/usr/bin/openssl", "/opt/homebrew/bin/openssl", "/usr/local/bin/openssl"]
  .first { FileManager.default.isExecutableFile(atPath: $0) }

/// Tokens, checked and made by other people's code.
@Suite(.enabled(if: opensslPath != nil, "the command openssl is not installed")) struct OpenSSLTests {
  @discardableResult
  private func openssl(_ workspace: Workspace, _ arguments: String...) async throws -> Command.Result {
    let program = try #require(opensslPath)
    return try await Command(program, arguments, workingDirectory: workspace.directory.path).run()
  }

  private func write(_ bytes: [UInt8], to name: String, in workspace: Workspace) throws {
    try Data(bytes).write(to: URL(filePath: workspace.directory.file(name)))
  }

  /// Signature r‖s as the ASN.1 SEQUENCE of two INTEGERs that openssl uses (RFC 3279, section 2.2.3).
  private func der(_ signature: [UInt8]) -> [UInt8] {
    func integer(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
      var digits = Array(bytes.drop { $0 == 0 })
      if (digits.first ?? 0x80) >= 0x80 { digits.insert(0, at: 0) }
      return [0x02, UInt8(digits.count)] + digits
    }
    let contents = integer(signature.prefix(32)) + integer(signature.suffix(32))
    return [0x30, UInt8(contents.count)] + contents
  }

  /// Signature r‖s from openssl's form; all lengths are below 128.
  private func raw(_ der: [UInt8]) throws -> [UInt8] {
    try #require(der.count > 8 && der[0] == 0x30 && der[2] == 0x02)
    let middle = 4 + Int(der[3])
    let numbers = [der[4..<middle], der[(middle + 2)...]]
    return numbers.flatMap { number in
      let digits = number.drop { $0 == 0 }
      return Array(repeating: 0, count: 32 - digits.count) + digits
    }
  }

  @Test func opensslVerifiesOurTokens() async throws {
    try await Workspace.with { workspace in
      let key = try P256SigningKey.generate()
      try workspace.directory.write(key.publicKeyPEM, to: "key.pub")
      // Signatures differ each time; one in 128 has short integers in DER.
      for round in 0..<4 {
        let source = TokenSource(credentials: try Workspace.credentials(key))
        let token = try #require(try source.token().exposedText)
        let parts = token.split(separator: ".")
        #expect(parts.count == 3)
        let signature = try #require(Base64URL.decode(parts[2]))
        #expect(signature.count == 64)
        try write(der(signature), to: "signature", in: workspace)
        try workspace.directory.write("\(parts[0]).\(parts[1])", to: "message")
        let verified = try await openssl(
          workspace, "dgst", "-sha256", "-verify", "key.pub", "-signature", "signature", "message")
        #expect(verified.exitCode == 0, "\(verified.errorOutput)")
        #expect(verified.output == "Verified OK\n", "round \(round)")
        try workspace.directory.write("\(parts[0]).\(parts[1])x", to: "message")
        let other = try await openssl(
          workspace, "dgst", "-sha256", "-verify", "key.pub", "-signature", "signature", "message")
        #expect(other.exitCode == 1, "another message")
      }
    }
  }

  @Test func theSimulatorAcceptsTokensOfOpenssl() async throws {
    try await Workspace.with { workspace in
      try await openssl(
        workspace, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "own.p8")
      let key = try P256SigningKey(pem: Secret(try workspace.directory.read("own.p8")))
      let server = try await SimulatorProcess.start(in: workspace, key: key)
      let transport = try CurlTransport()
      func status(_ token: String) async throws -> Int {
        try await transport.send(
          HTTPRequest(.get, server.url + "/v1/apps", headers: ["Authorization": "Bearer \(token)"])
        ).status
      }
      let now = Int(Date().timeIntervalSince1970)
      let header = #"{"alg":"ES256","typ":"JWT","kid":"\#(SimulatorProcess.keyID)"}"#
      let payload =
        #"{"aud":"appstoreconnect-v1","iss":"\#(SimulatorProcess.issuerID)","iat":\#(now),"exp":\#(now + 600)}"#
      let message = [header, payload].map { Base64URL.encode(Array($0.utf8)) }.joined(separator: ".")
      try workspace.directory.write(message, to: "message")
      try await openssl(workspace, "dgst", "-sha256", "-sign", "own.p8", "-out", "signature", "message")
      let signature = try raw(
        Array(try Data(contentsOf: URL(filePath: workspace.directory.file("signature")))))
      #expect(signature.count == 64)
      #expect(try await status("\(message).\(Base64URL.encode(signature))") == 200)
      var damaged = signature
      damaged[40] ^= 1
      #expect(try await status("\(message).\(Base64URL.encode(damaged))") == 401)
      #expect(try await status("\(message).\(Base64URL.encode(der(signature)))") == 401, "DER is no JWS")

      // The tool also takes openssl's key as it is.
      let options = server.options.map { $0 == "key.p8" ? "own.p8" : $0 }
      let plan = try await workspace.built(["plan", "--detailed-exitcode"] + options).run()
      #expect(plan.exitCode == 2, "\(plan.errorOutput)")
      _ = try await server.stop()
    }
  }
}
