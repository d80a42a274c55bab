import TestSupport
import Testing

/// The first commands that somebody runs, with stand-ins for what takes minutes, a network or root.
@Suite(.enabled(if: RecipeBench.isOnLinux, "the commands are for Linux"))
struct DocumentedInstallationTests {
  private func bash(_ script: String) async throws -> Command.Result {
    try await TemporaryDirectory.with { directory in
      try directory.write(script, to: "script")
      return try await Command(
        "/bin/bash", ["--noprofile", "--norc", "-euo", "pipefail", "script"],
        environment: [
          "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": directory.file("home"), "LC_ALL": "C.UTF-8",
          "ROOT": Workspace.root, "BUILT": BuiltProduct.path(named: "storehooks"),
        ], workingDirectory: directory.path
      ).run()
    }
  }

  /// Downloaded files, checked and installed as docs/install.md says.
  @Test func aReleaseIsInstalledAsThePageSays() async throws {
    let page = try MarkdownDocument(text: RecipeBench.read("docs/install.md"))
    let blocks = page.blocks.map { $0.lines.joined(separator: "\n") }.filter { !$0.hasPrefix("swift build") }
    try #require(blocks.count == 2)
    let result = try await bash(
      #"""
      printf '#!/bin/sh\nexec "%s" "$@"\n' "$BUILT" >built
      chmod +x built
      name=storehooks-1.2.3-linux-x86_64
      "$ROOT/scripts/lib/stage" built $name 1.2.3
      "$ROOT/scripts/lib/archive" . $name 0
      rm -r $name
      sha256sum $name.tar.gz >SHA256SUMS
      sed 's/linux-x86_64/macos-universal/' SHA256SUMS >others
      cat others >>SHA256SUMS
      mkdir -p local/bin
      sudo() { "${@/#\/usr\/local/local}"; }
      gh() { [[ "$1 $2 $3" == "attestation verify SHA256SUMS" && -e $3 ]]; }

      """# + blocks.reversed().joined(separator: "\n") + "\nlocal/bin/storehooks version\n")
    #expect(result.exitCode == 0, "\(result.errorOutput)")
    #expect(result.output.contains("storehooks-1.2.3-linux-x86_64.tar.gz: OK"))
    #expect(result.output.contains("\nstorehooks "))
  }

  /// All of it but the release build.
  @Test func theDemonstrationGoesToItsEnd() async throws {
    let result = try await bash(
      #"""
      mkdir -p scripts/lib examples
      cp "$ROOT/scripts/demo" scripts
      cp "$ROOT/webhooks.yaml" .
      cp "$ROOT/examples/fleet.json" examples
      printf '#!/bin/sh\necho "%s"\n' "$BUILT" >scripts/lib/build-release
      echo '#!/bin/sh' >scripts/lib/prepare
      chmod +x scripts/lib/*
      scripts/demo
      cmp webhooks.yaml "$ROOT/webhooks.yaml"
      cmp examples/fleet.json "$ROOT/examples/fleet.json"
      """#)
    #expect(result.exitCode == 0, "\(result.errorOutput)")
    #expect(result.output.contains("Applied: 5 of 5 calls made."))
    #expect(result.output.contains("\nNo changes."))
    #expect(result.output.hasSuffix("The second plan is empty: the fleet is as webhooks.yaml says.\n"))
  }

  /// What pre-commit runs, and for which files.
  @Test func theHookForPreCommitValidates() async throws {
    let hook = try #require(RecipeBench.yaml(".pre-commit-hooks.yaml").items.first)
    let files = try Regex(try #require(hook["files"]?.text))
    for file in ["webhooks.yaml", "conf/webhooks.yml"] { #expect(file.contains(files)) }
    #expect(!"webhooks.yaml.orig".contains(files) && !"old-webhooks.yaml".contains(files))
    #expect(hook["language"]?.text == "system" && hook["pass_filenames"]?.boolean == false)
    let entry = try #require(hook["entry"]?.text)
    let script = #"""
      mkdir bin
      ln -s "$BUILT" bin/storehooks
      PATH=$PWD/bin:$PATH
      cp "$ROOT/webhooks.yaml" .

      """#
    let valid = try await bash(script + entry)
    #expect(valid.exitCode == 0, "\(valid.errorOutput)")
    #expect(try await bash(script + "echo 'apps: [' >>webhooks.yaml\n" + entry).exitCode == 65)
  }
}
