#if os(Linux)
  import Cryptography
  import DesiredState
  import Reconciler
  import TestSupport
  import Testing

  @Suite struct SecretMemoryTests {
    @Test(arguments: [false, true]) func nothingOfASecretIsLeftOnceItIsGone(isCommand: Bool) throws {
      let directory = try ScratchDirectory()
      let path = directory.file("secret")
      // Made by another program, so that it was never in this one's memory.
      let script = "od -An -v -tx1 -N60 /dev/urandom | tr -d ' \\n' > \"$0\""
      try #require(CommandRunner.run("sh", "-c", script, path) == 0)
      let text = try #require(MemoryPattern(of: path, from: 0, count: 120))
      #expect(text.places() == 0)
      do {
        let reader = SecretReader(environment: ["PATH": "/usr/bin:/bin"])
        let secret = try reader.read(isCommand ? .command(["cat", path]) : .file(path: path, directory: ""))
        #expect(secret.count == 120 && text.places() > 0)
        withExtendedLifetime((reader, secret)) {}
      }
      #expect(text.places() == 0)
    }
  }
#endif
