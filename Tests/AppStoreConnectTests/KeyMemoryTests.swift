#if os(Linux)
  import Cryptography
  import TestSupport
  import Testing

  @testable import AppStoreConnect

  @Suite struct KeyMemoryTests {
    @Test(.enabled(if: CommandRunner.isInstalled("openssl")), arguments: [false, true])
    func theTextOfAKeyIsGoneOnceItIsLoaded(isBase64: Bool) throws {
      let directory = try ScratchDirectory()
      var path = directory.file("key.p8")
      let kind = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
      let process = try #require(CommandRunner.start(["openssl", "genpkey"] + kind + ["-out", path]))
      try #require(CommandRunner.wait(for: process) == 0)
      if isBase64 {
        let text = directory.file("text")
        try #require(CommandRunner.run("openssl", "base64", "-in", path, "-out", text) == 0)
        path = text
      }
      // Every key begins with the same bytes; only the rest is the key's own.
      let text = try #require(MemoryPattern(of: path, from: isBase64 ? 160 : 93, count: 80))
      #expect(text.places() == 0)
      let contents = try CredentialFiles.system.read(path)
      #expect(text.places() == 1)
      let options = CredentialOptions(keyId: "K", issuerId: "I", privateKeyPath: path)
      let files = CredentialFiles { _ throws(CredentialFiles.Failure) in contents }
      let credentials = try Credentials.load(options: options, environment: [:], files: files)
      #expect(text.places() == 1)
      let others = try Credentials.load(options: options, environment: [:])
      #expect(text.places() == 1)
      #expect(credentials.privateKey.publicKeyPEM == others.privateKey.publicKeyPEM)
    }
  }
#endif
