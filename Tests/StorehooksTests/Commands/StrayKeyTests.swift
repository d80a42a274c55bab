import Cryptography
import TestSupport
import Testing

/// A key, password or secret in the wrong place: the place is named, the value never shown, in any format.
@Suite struct StrayKeyTests {
  private static let options: [(command: [String], option: String)] = [
    (["plan"], "-f"), (["plan"], "--file"), (["plan"], "--state"), (["plan"], "--simulate"),
    (["plan"], "--out"),
    (["plan"], "--private-key"), (["plan"], "--key-id"), (["plan"], "--issuer-id"), (["plan"], "--app"),
    (["plan"], "--write-secrets"), (["plan"], "--api-url"), (["plan"], "--format"), (["plan"], "--var"),
    (["apply", "--yes"], "--state"),
    (["import", "--all-apps"], "--out"), (["simulate"], "--fleet"), (["simulate"], "--faults"),
    (["simulate"], "--public-key"), (["simulate"], "--port"), (["listen"], "--dir"),
    (["listen"], "--secret-env"),
    (["listen"], "--host"), (["ping"], "--webhook"), (["deliveries"], "--since"), (["verify"], "--signature"),
    (["plan"], "--timeout"), (["plan"], "--concurrency"), (["plan"], "--nonsense"),
  ]

  private static let github = ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary.md"]

  /// The encodings in which a key still begins like a key.
  private static let encodings: [EchoEncoding] = [.plain, .json, .base64, .base64URL, .base64Lines]

  @Test(arguments: options.indices) func anOptionDoesNotShowAKey(index: Int) async throws {
    let (command, option) = Self.options[index]
    let pem = try #require(P256SigningKey.generate().exportPEM().exposedText)
    let lines = pem.split(separator: "\n").map(String.init)
    try await Workspace.with { workspace in
      workspace.environment.merge(Self.github) { $1 }
      workspace.environment["GITHUB_STEP_SUMMARY"] = workspace.directory.file("summary.md")
      for encoding in Self.encodings {
        let key = encoding.encode(pem)
        for arguments in [[option, key], ["\(option)=\(key)"], [option, String(key.prefix(150))]] {
          let run = await workspace.run(
            command + arguments + ["--format", "json"].filter { _ in option != "--format" })
          #expect(run.exitCode == 64, "\(option) \(encoding)")
          let text = run.output + run.messages + ((try? workspace.directory.read("summary.md")) ?? "")
          for piece in EchoEncoding.pieces(of: encoding.encode(lines[1])) {
            let isSeen = text.contains(piece)
            #expect(!isSeen, "\(option) \(encoding)")
          }
          if option != "--nonsense" {
            #expect(run.messages.contains(option), "\(option) \(encoding): \(run.messages)")
            #expect(run.messages.contains("a key itself belongs in the environment variable ASC_PRIVATE_KEY"))
          }
        }
      }
    }
  }

  @Test func anArgumentDoesNotShowAKey() async throws {
    let pem = try #require(P256SigningKey.generate().exportPEM().exposedText)
    let key = EchoEncoding.base64.encode(pem)
    try await Workspace.with { workspace in
      for command in [
        ["apply", key, "--yes"], ["redeliver", key], [key], ["plan", key], ["completions", key],
      ] {
        let run = await workspace.run(command)
        #expect(run.exitCode == 64)
        for piece in EchoEncoding.pieces(of: key) { #expect(!(run.output + run.messages).contains(piece)) }
      }
    }
  }

  /// The end of a key, or a webhook's secret, can't be recognized, but it doesn't look like a path.
  @Test(arguments: [
    ["plan", "-f"], ["plan", "--state"], ["plan", "--simulate"], ["simulate", "--fleet"],
    ["simulate", "--faults"],
    ["apply", "--yes"], ["plan", "--private-key"],
  ])
  func whatIsNoPathIsNotShown(arguments: [String]) async throws {
    let strays = [
      "Zq8Lr2Tn7KdW5vXc1BpY9hGf3JmS6uRa0EoQ",
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "kZq8Lr2Tn7KdW5vX/c1BpY9hGf3JmS6uRa0EoQ+x/dir",
    ]
    try await Workspace.with { workspace in
      workspace.environment.merge(["GITHUB_ACTIONS": "true"]) { $1 }
      for stray in strays {
        for format in ["text", "json", "markdown"] {
          let extra = arguments.contains("--private-key") ? ["--key-id", "K"] : []
          let noFile =
            arguments.contains("-f") ? [] : ["--no-state"].filter { _ in !arguments.contains("--state") }
          let isServer = arguments[0] == "simulate"
          let run = await workspace.run(
            arguments + [stray] + extra + (isServer ? [] : noFile + ["--format", format]))
          #expect(run.exitCode != 0)
          let text = run.output + run.messages
          #expect(
            !text.contains(stray.prefix(16)) && !text.contains(stray.suffix(20).prefix(16)), "\(arguments)")
        }
      }
    }
  }

  // MARK: The environment

  @Test(arguments: [
    "ASC_PRIVATE_KEY_PATH", "ASC_KEY_ID", "ASC_ISSUER_ID", "APP_STORE_CONNECT_API_KEY_PATH",
    "APP_STORE_CONNECT_API_KEY_KEY_ID", "APP_STORE_CONNECT_API_KEY_ISSUER_ID",
    "APP_STORE_CONNECT_API_KEY_KEY_FILEPATH", "APP_STORE_CONNECT_KEY_IDENTIFIER",
    "APP_STORE_CONNECT_ISSUER_ID",
  ])
  func aVariableDoesNotShowAKey(name: String) async throws {
    let key = try P256SigningKey.generate()
    let pem = try #require(key.exportPEM().exposedText)
    let lines = pem.split(separator: "\n").map(String.init)
    try await Workspace.with { workspace in
      workspace.environment.merge(["GITHUB_ACTIONS": "true"]) { $1 }
      workspace.environment["GITHUB_STEP_SUMMARY"] = workspace.directory.file("summary.md")
      for encoding in Self.encodings {
        workspace.environment[name] = encoding.encode(pem)
        for format in ["text", "json", "markdown"] {
          let run = await workspace.run("list", "--all-apps", "--format", format)
          #expect(run.exitCode == 1)
          #expect(
            run.messages.contains("error: \(name) has a key (not shown) instead of "), "\(run.messages)")
          let text = run.output + run.messages + (try workspace.directory.read("summary.md"))
          for piece in EchoEncoding.pieces(of: encoding.encode(lines[1])) { #expect(!text.contains(piece)) }
        }
      }
    }
  }

  /// Nothing is sent: the proxy is port 1 of this machine, where nobody listens.
  @Test(arguments: [
    "http://ci:Hunter#2canary@127.0.0.1:1", "http://ci:Hunter/2canary@127.0.0.1:1",
    "ftp://ci:Hunter2canary@127.0.0.1",
    "\"http://ci:Hunter2canary@127.0.0.1:1\"", "http://ci:Hunter2canary@127.0.0.1:port",
    "ci:Hunter 2canary@proxy",
    "http:/ci:Hunter2canary@127.0.0.1:1", "http://ci:Hunter@2canary@127.0.0.1:1",
    "http://ci:Hunter2canary@[::1",
    "http://ci:Hunter#2canary",
  ])
  func aProxysPasswordIsNotShown(proxy: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(.generate(), to: "key.p8")
      workspace.environment["GITHUB_ACTIONS"] = "true"
      workspace.environment["GITHUB_STEP_SUMMARY"] = workspace.directory.file("summary.md")
      for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        workspace.environment[name] = proxy
        for format in ["text", "json", "markdown"] {
          let run = try await workspace.runBuilt(
            "plan", "--no-state", "--verbose", "--format", format, "--key-id", "K", "--private-key", "key.p8")
          #expect(run.exitCode == 1)
          #expect(run.messages.contains("error: \(name) has "), "\(run.messages)")
          #expect(run.messages.components("error: ").count == 2, "once: \(run.messages)")
          #expect(!run.messages.contains("GET "), "nothing was asked")
          let text = run.output + run.messages + (try workspace.directory.read("summary.md"))
          #expect(!text.contains("Hunter") && !text.contains("canary"), "\(text)")
        }
        workspace.environment[name] = nil
      }
    }
  }

  @Test func aProxyThatIsOneIsAskedAndItsPasswordNotShown() async throws {
    try await Workspace.with { workspace in
      try workspace.write(.generate(), to: "key.p8")
      for proxy in [
        "http://ci:Hunter%232canary@127.0.0.1:1", "socks5h://ci:canary@127.0.0.1:1", "ci:canary@127.0.0.1:1",
      ] {
        workspace.environment["HTTPS_PROXY"] = proxy
        let run = try await workspace.runBuilt(
          "list", "--all-apps", "--verbose", "--max-wait", "0s", "--timeout", "2s", "--key-id", "K",
          "--private-key",
          "key.p8")
        #expect(run.exitCode == 1)
        #expect(run.messages.contains("GET /v1/apps"), "\(run.messages)")
        #expect(!run.messages.contains("canary") && !run.messages.contains("Hunter"), "\(run.messages)")
      }
    }
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [Substring] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}
