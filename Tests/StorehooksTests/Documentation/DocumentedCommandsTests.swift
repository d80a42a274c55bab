import Cryptography
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Every command in the documentation, run as written in a copy of its folder. The simulator stands behind commands
/// that need an account.
@Suite(.enabled(if: RecipeBench.isOnLinux, "the commands are run by Linux's shell and tools"))
struct DocumentedCommandsTests {
  /// Commands of one place, run in order.
  struct Snippet: Sendable, CustomTestStringConvertible {
    var file: String
    var script: String
    var testDescription: String { "\(file): \(script.prefix(60))" }
  }

  /// Commands that can't run here, by how they begin: they build, need a release (``DocumentedInstallationTests``), or are
  /// for another shell (`ShellCompletionTests`).
  private static let elsewhere = [
    "scripts/", "swift build", "tar -xzf storehooks-", "sudo install storehooks-", "gh attestation",
    "sha256sum --check",
    "storehooks completions fish | source", "source <(",
  ]

  static let snippets = (try? found()) ?? []

  private static func found() throws -> [Snippet] {
    let below = try ["docs", "examples"].flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: "\(Workspace.root)/\(folder)").map {
        "\(folder)/\($0)"
      }
    }.sorted()
    var snippets: [Snippet] = []
    for file in ["README.md"] + below where file.hasSuffix(".md") {
      let document = try MarkdownDocument(text: RecipeBench.read(file))
      // The blocks of a page build on one another.
      let blocks = document.blocks.filter { $0.language.isEmpty && isCommand($0.lines) }.flatMap(\.lines)
      snippets.append(Snippet(file: file, script: runnable(blocks)))
      snippets += document.spans.filter { isCommand([$0]) && $0.contains(#/ -| \| | > |"|\$\(/#) }
        .map { Snippet(file: file, script: runnable([$0])) }
    }
    for file in ["webhooks.yaml"] + below where file.hasSuffix(".yaml") {
      let comments = try RecipeBench.read(file).matches(of: #/# *(storehooks [^\n]+)|'(storehooks [^']+)'/#)
      snippets += comments.compactMap { $0.1 ?? $0.2 }.filter { isCommand([String($0)]) && $0.contains(" -") }
        .map { Snippet(file: file, script: String($0)) }
    }
    return snippets.filter { !$0.script.isEmpty }
  }

  /// Whether these are commands, and not output.
  private static func isCommand(_ lines: [String]) -> Bool {
    let text = lines.joined(separator: "\n").drop { $0 == " " }
    let verbs = ["storehooks ", "mkdir ", "export ", "openssl ", "eval ", "curl ", "cat >", ".build/debug/"]
    return (verbs + elsewhere).contains { text.hasPrefix($0) }
  }

  /// Leaves out commands with a placeholder, too.
  private static func runnable(_ lines: [String]) -> String {
    lines.filter { line in
      !elsewhere.contains { line.drop { $0 == " " }.hasPrefix($0) }
        && !line.contains(#/…|<[a-z]+>|\b(TYPE|NAME|FILE)\b/#)
    }.joined(separator: "\n")
  }

  @Test(arguments: snippets) func works(_ snippet: Snippet) async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = try copy(for: snippet, in: directory)
      let key = try P256SigningKey.generate()
      // A separate account with the same content.
      try workspace.directory.write(workspace.directory.read("fleet.json"), to: "account.json")
      let simulator = try await SimulatorProcess.start(in: workspace, key: key, fleet: "account.json")
      try directory.write(Self.prelude, to: "prelude")
      // Another program may use these ports.
      let port = try Self.freePort()
      let script = snippet.script.replacing(#/\b(8080|9000)\b/#, with: "\(port)")
      try directory.write(script, to: "script")
      for (name, value) in try Self.environment(key, simulator, body: workspace.directory) {
        workspace.environment[name] = value
      }
      workspace.environment["HOME"] = directory.file("home")
      workspace.environment["BUILT"] = try BuiltProduct.path(named: "storehooks")
      workspace.environment["TOOLS"] = directory.file("tools")
      let result = try await Command(
        "/bin/bash",
        ["--noprofile", "--norc", "-euo", "pipefail", directory.file("prelude"), directory.file("script")],
        environment: workspace.environment, workingDirectory: workspace.directory.path
      ).run()
      #expect(result.exitCode == 0, "\(result.output)\(result.errorOutput)")
      _ = try await simulator.stop()
    }
  }

  @Test func commandsAreFound() {
    let files = Set(Self.snippets.map(\.file))
    for file in ["README.md", "docs/shell.md", "docs/simulator.md", "docs/receiver.md", "docs/commands.md"] {
      #expect(files.contains(file), "\(file)")
    }
    #expect(Self.snippets.count > 20)
  }

  /// A copy of the folder for a snippet: an example's, or one with the sample.
  private func copy(for snippet: Snippet, in directory: TemporaryDirectory) throws -> Workspace {
    let folder = directory.folder("copy")
    var example = snippet.file.firstMatch(of: #/^examples\/desired-state\/([a-z-]+)/#).map { String($0.1) }
    if snippet.file == "examples/README.md" {
      example = snippet.script.contains("--file webhooks ") ? "teams" : "one-app"
    }
    guard let example else {
      let sample = try Workspace.sample(in: folder)
      if snippet.file == "webhooks.yaml" {
        try folder.write(folder.read("fleet.json"), to: "examples/fleet.json")
      }
      return sample
    }
    try FileManager.default.copyItem(
      atPath: "\(Workspace.root)/examples/desired-state/\(example)", toPath: folder.path)
    return Workspace(directory: folder)
  }

  /// What the pages assume that readers have: a key, the secrets, a delivery to verify.
  private static func environment(
    _ key: P256SigningKey, _ simulator: SimulatorProcess, body directory: TemporaryDirectory
  ) throws -> [String: String] {
    try directory.write(#"{"data":{"type":"webhookPingCreated","id":"1"}}"#, to: "body.json")
    return [
      "ASC_KEY_ID": SimulatorProcess.keyID, "ASC_ISSUER_ID": SimulatorProcess.issuerID,
      "ASC_PRIVATE_KEY": try #require(key.exportPEM().exposedText), "STOREHOOKS_API_URL": simulator.url,
      "WEBHOOK_SECRET": "only-an-example", "TRIAGE_SECRET": "a-secret-of-tests-for-triage",
      "SIGNATURE": "hmacsha256=64defbd5d53ba520873448fc10e9e7c8376a87d0f845e1a2eb8193b61975167f",
    ]
  }

  /// A port that is free now.
  private static func freePort() throws -> UInt16 { try ScriptedServer.RefusingPort().port }

  /// Reads commands from its second argument and runs them as a person would: servers in another terminal, which is
  /// closed once the rest is done; `apply` with a yes. Commands that write a new file find none.
  private static let prelude = #"""
    mkdir -p "$HOME" "$TOOLS"
    cat >"$TOOLS/storehooks" <<'END'
    #!/bin/bash
    for word; do if [[ $word == apply ]]; then set -- "$@" --yes; break; fi; done
    exec "$BUILT" "$@"
    END
    chmod +x "$TOOLS/storehooks"
    mkdir -p .build
    ln -s "$(dirname "$BUILT")" .build/debug
    # Stand-ins on systems that lack one.
    command -v man >/dev/null || man() { [[ -e $2/man1/$3.1 ]]; }
    command -v jq >/dev/null || jq() { cat >/dev/null; }
    command -v curl >/dev/null || curl() { :; }
    PATH=$TOOLS:$PATH MANPAGER=cat
    export PATH MANPAGER
    case $(cat "$1") in *"--out webhooks.yaml"*) rm -f webhooks.yaml ;; esac
    # A server ends with the page, or where the next one starts.
    server=
    stop() { [[ -z $server ]] || { kill "$server"; wait "$server" || true; }; }
    trap stop EXIT
    pending=
    while IFS= read -r line || [[ -n $line ]]; do
      pending+=$line
      # A backslash, an open quote or a text up to its END: the command goes on.
      if [[ $line == *\\ || $pending == *"<<'END'"* && $line != END ]] || ! bash -n <<<"$pending" 2>/dev/null; then
        pending+=$'\n'
        continue
      fi
      case $pending in
      "storehooks simulate "* | "storehooks listen "* | *receiver-example)
        stop
        log=$(mktemp "$TOOLS/log.XXXXXX")
        bash -c "${pending/#storehooks/exec \"\$BUILT\"}" >"$log" 2>&1 &
        server=$!
        until grep -q 'Listening on' "$log"; do kill -0 "$server"; sleep 0.02; done
        ;;
      *) eval "$pending" ;;
      esac
      pending=
    done <"$1"
    """#
}
