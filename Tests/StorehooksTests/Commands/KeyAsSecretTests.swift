import Cryptography
import Simulator
import TestSupport
import Testing

/// As a webhook's secret, the API key would be sent away, so it is refused, wherever it comes from.
@Suite struct KeyAsSecretTests {
  private static func yaml(_ secret: String) -> String {
    """
    version: 1
    apps:
      com.example.notes:
        webhooks:
          Bot: { url: "https://bot.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: \(secret) }
    """
  }

  @Test(arguments: [
    "ASC_PRIVATE_KEY", "ASC_PRIVATE_KEY_PATH", "ASC_KEY_ID", "ASC_ISSUER_ID",
    "APP_STORE_CONNECT_API_KEY_PATH",
    "APP_STORE_CONNECT_API_KEY_KEY", "APP_STORE_CONNECT_API_KEY_KEY_ID",
    "APP_STORE_CONNECT_API_KEY_ISSUER_ID",
    "APP_STORE_CONNECT_API_KEY_KEY_FILEPATH", "APP_STORE_CONNECT_API_KEY_IS_KEY_CONTENT_BASE64",
    "APP_STORE_CONNECT_KEY_IDENTIFIER", "APP_STORE_CONNECT_ISSUER_ID", "APP_STORE_CONNECT_PRIVATE_KEY",
  ])
  func aVariableOfTheKeyIsNoSource(name: String) async throws {
    try await Workspace.with { workspace in
      workspace.environment[name] = "x"
      try workspace.directory.write(Self.yaml("{ env: \(name) }"), to: "webhooks.yaml")
      let run = await workspace.run("validate")
      #expect(run.exitCode == 65)
      #expect(run.messages.contains("webhooks.yaml:5:"), "\(run.messages)")
      #expect(run.messages.contains("'env' must not name a variable of the API key"), "\(run.messages)")
      let verify = await workspace.run(
        "verify", "--signature", String(repeating: "0", count: 64), "--secret-env", name)
      #expect(verify.exitCode == 1)
      #expect(
        verify.messages.contains("the environment variable \(name) belongs to the API key"),
        "\(verify.messages)")
    }
  }

  private static let sources: [(secret: String, message: String)] = [
    ("{ file: key.p8 }", "it holds a private key"), ("{ file: link.p8 }", "it holds a private key"),
    ("{ file: key.json }", "it holds a private key"), ("{ file: key.base64 }", "it holds a private key"),
    ("{ env: COPY }", "it holds a private key"), ("{ command: [cat, key.p8] }", "it holds a private key"),
    ("{ command: [base64, key.p8] }", "it holds a private key"),
    ("{ command: [sh, -c, 'tail -n +2 key.p8 | head -n 1'] }", "it holds a private key"),
    ("{ file: ~/key.p8 }", "it holds a private key"),
  ]

  @Test(arguments: sources.indices) func theKeyIsNotSent(index: Int) async throws {
    let (secret, message) = Self.sources[index]
    try await Workspace.with { workspace in
      let key = try P256SigningKey.generate()
      let pem = try #require(key.exportPEM().exposedText)
      let base64 = EchoEncoding.base64.encode(pem)
      try workspace.directory.write(#"{"key_id":"K","key":"\#(base64)"}"#, to: "key.json")
      try workspace.directory.write(EchoEncoding.base64Lines.encode(pem), to: "key.base64")
      workspace.environment["COPY"] = EchoEncoding.json.encode(pem)
      workspace.environment["HOME"] = workspace.directory.path
      let server = try await SimulatorProcess.start(in: workspace, key: key)
      #expect(link(workspace.directory.file("key.p8"), workspace.directory.file("link.p8")) == 0)
      try workspace.directory.write(Self.yaml(secret), to: "webhooks.yaml")
      let before = try workspace.directory.read("fleet.json")
      let run = try await workspace.runBuilt(["apply", "--yes", "--allow-deletes", "99"] + server.options)
      #expect(run.exitCode == 1)
      // The file is recognized by its identity, whatever it contains.
      let isFile = secret.contains("key.p8 }") || secret.contains("link.p8")
      #expect(run.messages.contains(isFile ? "is the file of the API key" : message), "\(run.messages)")
      for line in pem.split(separator: "\n").dropFirst().dropLast() {
        #expect(!(run.output + run.messages).contains(line.prefix(20)))
      }
      #expect(try workspace.directory.read("fleet.json") == before)
      _ = try await server.stop()
    }
  }

  @Test func anotherKeyIsRefusedAsWell() async throws {
    try await Workspace.with { workspace in
      try workspace.write(.generate(), to: "other.p8")
      try workspace.directory.write(Self.yaml("{ file: other.p8 }"), to: "webhooks.yaml")
      let run = try await workspace.runBuilt(
        "apply", "--yes", "--allow-deletes", "99", "--simulate", "fleet.json")
      #expect(
        run.exitCode == 1
          && run.messages == """
            webhooks.yaml:5:93: error: the secret of webhook 'Bot' (file other.p8) can't be read: it holds a private key, which must never be sent as a webhook's secret; make one with 'openssl rand -hex 32'
                  Bot: { url: "https://bot.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { file: other.p8 } }
                                                                                                        ^~~~~~~~~~~~~~~~~~
            Nothing was changed.

            """
      )
    }
  }

  #if os(Linux)
    @Test func theEnvironmentAsAFileIsRefused() async throws {
      try await Workspace.with { workspace in
        try workspace.directory.write(Self.yaml("{ file: /proc/self/environ }"), to: "webhooks.yaml")
        let run = try await workspace.runBuilt(
          "apply", "--yes", "--allow-deletes", "99", "--simulate", "fleet.json")
        #expect(
          run.exitCode == 1
            && run.messages == """
              webhooks.yaml:5:93: error: the secret of webhook 'Bot' (file /proc/self/environ) can't be read: it contains a NUL character
                    Bot: { url: "https://bot.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { file: /proc/self/environ } }
                                                                                                          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~
              Nothing was changed.

              """
        )
      }
    }
  #endif

  @Test func aKeyInTheFileIsNotShown() async throws {
    try await Workspace.with { workspace in
      let pem = try #require(P256SigningKey.generate().exportPEM().exposedText)
      let base64 = EchoEncoding.base64.encode(pem)
      for secret in ["{ file: \(base64) }", "{ file: \"\(EchoEncoding.json.encode(pem))\" }"] {
        try workspace.directory.write(Self.yaml(secret), to: "webhooks.yaml")
        for format in ["text", "json", "markdown", "gitlab"] {
          let run = await workspace.run("validate", "--format", format)
          #expect(run.exitCode == 65)
          #expect(
            run.messages
              == "webhooks.yaml:5:101: error: 'file' must be a path, not a key; remove the key from this file, and revoke it if others have seen it\n"
          )
          for piece in EchoEncoding.pieces(of: base64)
            + pem.split(separator: "\n").dropFirst().dropLast().map(String.init)
          {
            #expect(!(run.output + run.messages).contains(piece))
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("value-of-the-secret\n", "ends with a line feed"),
    ("value-of-the-secret\r", "ends with a carriage return"),
    ("\u{FEFF}value-of-the-secret", "begins with a byte-order mark"),
    ("\nvalue-of-the-secret", "begins with a line feed"),
  ])
  func whatHardlyBelongsToASecretIsNamed(value: String, message: String) async throws {
    try await Workspace.with { workspace in
      workspace.environment["BOT"] = value
      try workspace.directory.write(value + "\n", to: "bot.txt")
      for (secret, source) in [("{ env: BOT }", "env BOT"), ("{ file: bot.txt }", "file bot.txt")] {
        try workspace.directory.write(Self.yaml(secret), to: "webhooks.yaml")
        let run = await workspace.simulated(
          "apply", "--yes", "--allow-deletes", "99", "--write-secrets", "all")
        #expect(run.exitCode == 0)
        // One line end is dropped from a file, CR LF as a whole.
        let isDropped = source.hasPrefix("file") && value.hasSuffix("\r")
        let text = "warning: this secret (\(source)) \(message), which counts as part of it"
        #expect(run.messages.contains(text) != isDropped, "\(run.messages)")
      }
    }
  }

  @Test(arguments: [
    ("set -x; echo canary-secret-value", 0, "sh: + echo (withheld)"),
    ("echo about canary-secret-value >&2; echo canary-secret-value", 0, "sh: about (withheld)"),
    (
      "echo canary-secret-value; echo 'no canary-secret-value for you' >&2; exit 3", 1,
      "sh: no (withheld) for you"
    ),
    (#"printf '\033[2Jcleared\n' >&2; echo canary-secret-value"#, 0, #"sh: \u{1B}[2Jcleared"#),
    (
      "head -c 300000 /dev/zero >&2; exec >&-; head -c 300000 /dev/zero >&2; exit 3", 1,
      "it exited with status 3"
    ),
  ])
  func whatAProgramSaysIsShownWithoutTheSecret(script: String, exitCode: Int32, message: String) async throws
  {
    try await Workspace.with { workspace in
      try workspace.directory.write(Self.yaml("{ command: [sh, script.sh] }"), to: "webhooks.yaml")
      try workspace.directory.write(script, to: "script.sh")
      let run = try await workspace.runBuilt(
        "apply", "--yes", "--allow-deletes", "99", "--no-state", "--simulate", "fleet.json")
      #expect(run.exitCode == exitCode, "\(run.messages.prefix(500))")
      #expect(run.messages.contains(message), "\(run.messages.prefix(500))")
      #expect(!(run.output + run.messages).contains("canary"))
    }
  }

  /// A program that a command leaves behind may keep its standard error open; nobody waits for it.
  @Test func whatIsLeftBehindIsNotWaitedFor() async throws {
    try await Workspace.with { workspace in
      let script = "sleep 86400 >/dev/null & echo $! >left; echo canary-secret-value"
      try workspace.directory.write(
        Self.yaml("{ command: [sh, -c, '\(script)'] }"), to: "webhooks.yaml")
      let run = try await workspace.runBuilt(
        "apply", "--yes", "--allow-deletes", "99", "--no-state", "--simulate", "fleet.json")
      #expect(run.exitCode == 0, "\(run.messages)")
      let left = try #require(Int32(try workspace.directory.read("left").filter(\.isNumber)))
      #expect(kill(left, SIGKILL) == 0, "it is still there")
    }
  }
}
