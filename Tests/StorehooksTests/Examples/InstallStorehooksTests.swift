import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `install-storehooks`, which recipes call.
@Suite(.enabled(if: RecipeBench.isOnLinux, "the release that it installs is for Linux"))
struct InstallStorehooksTests {
  @Test func theReleaseIsInstalledOnlyIfItIsTheOneThatWasMeant() async throws {
    try await RecipeBench.with { bench in
      let script = #"ci/install-storehooks "$HOME/.local/bin""#
      func install(_ script: String, checksums: String) async throws -> Command.Result {
        try await bench.bash(script, ["STOREHOOKS_SHA256SUMS": checksums])
      }
      let name = "install-storehooks:"
      let others = bench.checksums.replacing("1.2.3", with: "1.2.4")
      for list in ["", others] {
        let unpinned = try await install(script, checksums: list)
        #expect(unpinned.exitCode == 1)
        #expect(unpinned.errorOutput.hasPrefix("\(name) no checksum is given for storehooks-1.2.3-linux-"))
      }
      let short = try await install(
        script, checksums: bench.checksums.replacing(#/[0-9a-f]{64}/#, with: "0123"))
      #expect(short.errorOutput.hasSuffix("isn't 64 digits from 0 to 9 and a to f\n"))
      let zeros = bench.checksums.replacing(#/[0-9a-f]{64}/#, with: String(repeating: "0", count: 64))
      let wrong = try await install(script, checksums: zeros)
      #expect(wrong.exitCode == 1 && wrong.errorOutput.contains("isn't the file that was meant"))
      #expect(!FileManager.default.fileExists(atPath: bench.services.file("home/.local/bin/storehooks")))
      #expect(try await install(script, checksums: bench.checksums).exitCode == 0)
      let told = try await install(script.replacing("hooks \"", with: "hooks --unpinned \""), checksums: "")
      #expect(told.exitCode == 0, "\(told.errorOutput)")
      let install = try RecipeBench.read("docs/install.md")
      #expect(install.contains("storehooks-1.2.3-linux-x86_64.tar.gz") && install.contains("SHA256SUMS"))
    }
  }

  /// macOS has `shasum` but no `sha256sum`, and one archive for both processors.
  @Test(arguments: ["arm64", "x86_64"]) func theReleaseIsInstalledOnMacOS(_ machine: String) async throws {
    try await RecipeBench.with { bench in
      // Made by the shell: a file that this process writes can't be run while another test starts a program.
      let script = """
        mkdir mac
        for tool in bash env awk cut curl tar gzip install mktemp mkdir mv rm cat cp sh; do
          ln -s "$(command -v $tool)" "mac/$tool"
        done
        printf '#!/bin/sh\ncase $1 in -s) echo Darwin ;; -m) echo \(machine) ;; esac\n' >mac/uname
        printf '#!/bin/sh\n[ "$*" = "-a 256" ] && exec %s\n' "$(command -v sha256sum)" >mac/shasum
        chmod +x mac/uname mac/shasum
        PATH=$PWD/mac exec bash ci/install-storehooks "$HOME/.local/bin"
        """
      let result = try await bench.bash(script)
      #expect(result.exitCode == 0 && result.output.hasPrefix("storehooks "), "\(result.errorOutput)")
    }
  }

  @Test func theArchiveIsKeptAndCheckedEachTime() async throws {
    try await RecipeBench.with { bench in
      let script = #"STOREHOOKS_ARCHIVES=$HOME/kept ci/install-storehooks "$HOME/.local/bin""#
      #expect(try await bench.bash(script).exitCode == 0)
      let offline = try await bench.bash("mv \"$SERVICES/releases\" \"$SERVICES/gone\"\n" + script)
      #expect(offline.exitCode == 0, "\(offline.errorOutput)")
      let spoilt = try await bench.bash(
        #"for kept in "$HOME"/kept/*; do echo >>"$kept"; done"# + "\n" + script)
      #expect(spoilt.exitCode != 0 && spoilt.output.isEmpty, "it is downloaded again, which fails here")
    }
  }

  @Test(arguments: [("FreeBSD", "amd64"), ("Linux", "riscv64"), ("MINGW64_NT", "x86_64")])
  func anotherSystemIsToldWhatToDo(_ system: String, _ machine: String) async throws {
    try await TemporaryDirectory.with { directory in
      let script = """
        printf '#!/bin/sh\ncase $1 in -s) echo %s ;; -m) echo %s ;; esac\n' \(system) \(machine) >uname
        chmod +x uname
        PATH=$PWD:$PATH exec "$0" bin
        """
      let result = try await Command(
        "/bin/bash", ["-c", script, Workspace.root + "/examples/ci/install-storehooks"],
        environment: ["PATH": "/usr/bin:/bin"], workingDirectory: directory.path
      ).run()
      let expected =
        "there is no release for \(system) on \(machine); build it from source (docs/install.md)"
      #expect(
        result == Command.Result(exitCode: 1, output: "", errorOutput: "install-storehooks: \(expected)\n"))
    }
  }
}
