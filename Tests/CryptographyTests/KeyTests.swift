import TestSupport
import Testing

@testable import Cryptography

/// Keys that the `openssl` command makes for the test.
@Suite(.enabled(if: CommandRunner.isInstalled("openssl"))) struct KeyTests {
  private let directory: ScratchDirectory

  init() throws { directory = try ScratchDirectory() }

  private func openssl(_ arguments: String...) throws {
    let process = try #require(CommandRunner.start(["openssl"] + arguments))
    try #require(CommandRunner.wait(for: process) == 0, "openssl \(arguments.first ?? "") failed")
  }

  /// A new key as PKCS#8.
  private func key(_ algorithm: String = "EC", _ option: String? = "ec_paramgen_curve:P-256") throws -> Secret
  {
    let options = option.map { ["-pkeyopt", $0] } ?? []
    let command = ["openssl", "genpkey", "-algorithm", algorithm] + options + ["-out", path("key.p8")]
    let process = try #require(CommandRunner.start(command))
    try #require(CommandRunner.wait(for: process) == 0, "openssl genpkey failed")
    return Secret(directory.read("key.p8"))
  }

  private func path(_ name: String) -> String { directory.file(name) }

  private func error(_ pem: Secret) -> KeyError? {
    do throws(KeyError) {
      _ = try P256SigningKey(pem: pem)
      return nil
    } catch {
      return error
    }
  }

  private func publicKeyError(_ pem: String) -> KeyError? {
    do throws(KeyError) {
      _ = try P256VerifyingKey(pem: pem)
      return nil
    } catch {
      return error
    }
  }

  private func text(_ name: String) -> String { String(decoding: directory.read(name), as: UTF8.self) }

  @Test func opensslVerifiesOurSignatures() throws {
    let key = try P256SigningKey(pem: key())
    try openssl("pkey", "-in", path("key.p8"), "-pubout", "-out", path("public.pem"))
    #expect(text("public.pem") == key.publicKeyPEM)
    let message = try directory.write("header.payload".utf8, to: "message")
    // Of twenty signatures, some have an integer that is shorter than 32 bytes or needs a sign byte.
    for _ in 0..<20 {
      let raw = try key.signature(for: Array("header.payload".utf8))
      let signature = try directory.write(try #require(P256Signature.der(fromRaw: raw)), to: "signature")
      try openssl("dgst", "-sha256", "-verify", path("public.pem"), "-signature", signature, message)
    }
  }

  @Test func opensslsSignaturesAreValid() throws {
    let key = try P256SigningKey(pem: key())
    let verifying = try P256VerifyingKey(pem: key.publicKeyPEM)
    let message = try directory.write("header.payload".utf8, to: "message")
    for _ in 0..<20 {
      try openssl("dgst", "-sha256", "-sign", path("key.p8"), "-out", path("signature"), message)
      let raw = try #require(P256Signature.raw(fromDER: directory.read("signature")))
      #expect(try verifying.isValid(signature: raw, for: Array("header.payload".utf8)))
    }
  }

  @Test func opensslReadsOurExport() throws {
    let key = try P256SigningKey.generate()
    let file = try key.exportPEM().withExposedBytes { bytes in try directory.write(bytes, to: "export.p8") }
    try openssl("pkey", "-in", file, "-pubout", "-out", path("public.pem"))
    #expect(text("public.pem") == key.publicKeyPEM)
  }

  @Test func sec1IsRead() throws {
    let pkcs8 = try P256SigningKey(pem: key())
    try openssl("ec", "-in", path("key.p8"), "-out", path("sec1.pem"))
    #expect(text("sec1.pem").contains("BEGIN EC PRIVATE KEY"))
    #expect(try P256SigningKey(pem: Secret(directory.read("sec1.pem"))).publicKeyPEM == pkcs8.publicKeyPEM)
    // `ecparam` puts the curve's block before the key's.
    try openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", path("two.pem"))
    #expect(text("two.pem").contains("BEGIN EC PARAMETERS"))
    #expect(error(Secret(directory.read("two.pem"))) == nil)
  }

  @Test func lineEndsDoNotMatter() throws {
    let original = try #require(key().exposedText)
    let spellings = [
      original.replacing("\n", with: "\r\n"), original.replacing("\n", with: "\r"),
      String(original.dropLast()), original.replacing("\n", with: " "), original.replacing("\n", with: ""),
      "\u{FEFF}" + original, "\n\n  " + original + "\n\n", "Bag Attributes\n    friendlyName: x\n" + original,
      original.replacing("\n", with: "\n  "),
    ]
    let expected = try P256SigningKey(pem: Secret(original)).publicKeyPEM
    for spelling in spellings {
      #expect(try P256SigningKey(pem: Secret(spelling)).publicKeyPEM == expected)
    }
  }

  @Test(arguments: [
    ("EC", "ec_paramgen_curve:P-384", "P-384"),
    ("EC", "ec_paramgen_curve:P-521", "P-521"),
    ("EC", "ec_paramgen_curve:secp256k1", "secp256k1"),
    ("EC", "ec_paramgen_curve:brainpoolP256r1", "another elliptic curve"),
    ("RSA", "rsa_keygen_bits:1024", "RSA"),
    ("ED25519", nil, "Ed25519"),
    ("X25519", nil, "X25519"),
  ])
  func otherKindsAreNamed(_ algorithm: String, _ option: String?, _ name: String) throws {
    let pem = try key(algorithm, option)
    #expect(error(pem) == .notP256(found: name))
    try openssl("pkey", "-in", path("key.p8"), "-pubout", "-out", path("public.pem"))
    #expect(publicKeyError(text("public.pem")) == .notP256(found: name))
  }

  @Test func curveByItsEquationIsRefused() throws {
    try openssl(
      "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt",
      "ec_param_enc:explicit",
      "-out", path("key.p8"))
    #expect(error(Secret(directory.read("key.p8"))) == .notP256(found: "an unnamed elliptic curve"))
  }

  @Test func traditionalRSAIsNamed() throws {
    _ = try key("RSA", "rsa_keygen_bits:1024")
    try openssl("rsa", "-in", path("key.p8"), "-traditional", "-out", path("rsa.pem"))
    #expect(text("rsa.pem").contains("BEGIN RSA PRIVATE KEY"))
    #expect(error(Secret(directory.read("rsa.pem"))) == .notP256(found: "RSA"))
  }

  @Test func encryptedKeysAreRefusedWithoutAPrompt() throws {
    _ = try key()
    try openssl(
      "pkcs8", "-topk8", "-in", path("key.p8"), "-passout", "pass:x", "-out", path("encrypted.p8"))
    #expect(text("encrypted.p8").contains("BEGIN ENCRYPTED PRIVATE KEY"))
    #expect(error(Secret(directory.read("encrypted.p8"))) == .encrypted)
    try openssl("ec", "-in", path("key.p8"), "-aes128", "-passout", "pass:x", "-out", path("encrypted.pem"))
    #expect(text("encrypted.pem").contains("Proc-Type: 4,ENCRYPTED"))
    #expect(error(Secret(directory.read("encrypted.pem"))) == .encrypted)
    // The label alone says that it is encrypted; with another label the structure is wrong.
    let mislabelled = text("encrypted.p8").replacing("ENCRYPTED PRIVATE KEY", with: "PRIVATE KEY")
    #expect(error(Secret(mislabelled)) == .malformed("its structure is damaged"))
  }

  @Test func publicKeysAndCertificatesAreNoPrivateKeys() throws {
    let key = try P256SigningKey(pem: key())
    #expect(error(Secret(key.publicKeyPEM)) == .notPrivateKey)
    try openssl(
      "req", "-x509", "-key", path("key.p8"), "-subj", "/CN=x", "-days", "1", "-out", path("certificate.pem"))
    #expect(error(Secret(directory.read("certificate.pem"))) == .notPrivateKey)
    #expect(publicKeyError(text("certificate.pem")) == .malformed("'CERTIFICATE' isn't a public key"))
    #expect(publicKeyError(text("key.p8")) == .malformed("'PRIVATE KEY' isn't a public key"))
    #expect(
      publicKeyError("-----BEGIN \u{1B}[2J canary-----\n") == .malformed("its content isn't a public key")
    )
  }

  #if os(Linux)
    /// Without libcrypto, which manages its own memory.
    @Test func nothingOfAKeyStaysInMemory() throws {
      try openssl(
        "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path("key.p8"))
      try openssl(
        "pkcs8", "-topk8", "-nocrypt", "-in", path("key.p8"), "-outform", "DER", "-out", path("key.der"))
      let text = try #require(MemoryPattern(of: path("key.p8"), from: 93, count: 80))
      let der = try #require(MemoryPattern(of: path("key.der"), from: 20, count: 80))
      var pem: Secret? = try key(text: path("key.p8"))
      var bytes = try pem.map { try KeyFile.privateKey(in: $0) }
      #expect(bytes?.count ?? 0 > 100)
      #expect(der.places() == 1)
      bytes = nil
      #expect(der.places() == 0)
      pem = nil
      #expect(text.places() == 0)
    }

    /// Reads a file without leaving a copy behind.
    private func key(text path: String) throws -> Secret {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let descriptor = open(path, O_RDONLY)
      defer { close(descriptor) }
      let count = read(descriptor, &bytes, bytes.count)
      try #require(count > 0)
      for index in count..<bytes.count { bytes[index] = 0x20 }
      return Secret(taking: &bytes)
    }
  #endif

  @Test func everyDamageIsAnErrorOrHarmless() throws {
    let lines = try #require(key().exposedText).split(separator: "\n").dropFirst().dropLast()
    var der = try #require(Base64.decode(lines.joined()))
    let intact = der
    for index in der.indices {
      for bit in [UInt8(1), 0x80] {
        der[index] ^= bit
        // If it isn't refused, it is another key: the scalar and the point are just numbers.
        _ = error(Secret(PEMBlock.encode(der, label: "PRIVATE KEY")))
        der = intact
      }
      #expect(error(Secret(PEMBlock.encode(Array(der.prefix(index)), label: "PRIVATE KEY"))) != nil)
    }
    #expect(error(Secret(PEMBlock.encode(der + [0], label: "PRIVATE KEY"))) != nil)
    #expect(error(Secret(PEMBlock.encode(der, label: "PRIVATE KEY"))) == nil)
  }
}

@Suite struct KeyTextTests {
  @Test(arguments: [
    ("", KeyError.notPEM),
    ("garbage", .notPEM),
    ("\u{0}\u{1}", .notPEM),
    ("-----BEGIN PRIVATE KEY", .notPEM),
    ("-----BEGIN PRIVATE KEY-----", .malformed("the base64 between BEGIN and END is damaged or cut off")),
    (
      "-----BEGIN PRIVATE KEY-----\nAAAA\n",
      .malformed("the base64 between BEGIN and END is damaged or cut off")
    ),
    (
      "-----BEGIN PRIVATE KEY-----\n?\n-----END PRIVATE KEY-----",
      .malformed("the base64 between BEGIN and END is damaged or cut off")
    ),
    ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", .malformed("its structure is damaged")),
    ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", .malformed("its structure is damaged")),
    (
      "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
      .malformed("'OPENSSH PRIVATE KEY' isn't a PKCS#8 or SEC 1 key")
    ),
    ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", .notPrivateKey),
  ])
  func privateKey(_ text: String, _ expected: KeyError) {
    #expect(throws: expected) { try P256SigningKey(pem: Secret(text)) }
  }

  @Test(arguments: [
    ("", KeyError.notPEM),
    ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", .malformed("its structure is damaged")),
    (
      "-----BEGIN PUBLIC KEY-----\nAAAA",
      .malformed("the base64 between BEGIN and END is damaged or cut off")
    ),
  ])
  func publicKey(_ text: String, _ expected: KeyError) {
    #expect(throws: expected) { try P256VerifyingKey(pem: text) }
  }

  @Test func pointOffTheCurveIsRefused() throws {
    let key = try P256SigningKey.generate()
    let lines = key.publicKeyPEM.split(separator: "\n").dropFirst().dropLast()
    var der = try #require(Base64.decode(lines.joined()))
    der[der.count - 1] ^= 1
    #expect(throws: KeyError.malformed("its numbers aren't a point on the curve P-256")) {
      try P256VerifyingKey(pem: PEMBlock.encode(der, label: "PUBLIC KEY"))
    }
  }
}

#if !canImport(CryptoKit)
  @Suite struct CryptoLibraryTests {
    @Test func missingLibraryNamesThePackage() {
      let error = #expect(throws: CryptographyError.self) { try CryptoLibrary(names: ["libnowhere.so.3"]) }
      guard case .libraryMissing(let detail) = error else {
        Issue.record("another error")
        return
      }
      #expect(detail.contains("libnowhere.so.3"))
      #expect(detail.contains("'libssl3' (Debian, Ubuntu)"))
      #expect(detail.contains("'openssl-libs' (Fedora)"))
    }

    @Test func libraryWithoutTheSymbolsIsRefused() {
      let error = #expect(throws: CryptographyError.self) { try CryptoLibrary(names: ["libc.so.6"]) }
      guard case .libraryMissing(let detail) = error else {
        Issue.record("another error")
        return
      }
      #expect(detail.contains("libc.so.6 has no symbol OpenSSL_version"))
    }
  }
#endif
