#if os(Linux)
  import TestSupport
  import Testing

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// The scripts that make a release, as far as they run without a compiler or macOS.
  @Suite struct ReleaseScriptsTests {
    private static let platforms = ["linux-arm64", "linux-x86_64", "macos-universal"]
    private static let names = platforms.map { "storehooks-1.2.3-\($0).tar.gz" } + ["storehooks-1.2.3.tar.gz"]
    private static let list = zip(1..., names).map { "\(String(repeating: "\($0)", count: 64))  \($1)\n" }
      .joined()

    /// Runs a shell script in a folder; `scripts` leads to the repository's, and stand-ins in `tools` come first.
    private func bash(
      _ script: String, in directory: TemporaryDirectory, _ environment: [String: String] = [:]
    ) async throws -> Command.Result {
      let base = [
        "PATH": "\(directory.file("bin")):\(directory.path):/usr/local/bin:/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "scripts": Workspace.root + "/scripts", "HOME": directory.path,
      ]
      // Copied by the shell: a file that this process writes can't be run while another test starts a program.
      let copy = "if [[ -d tools ]]; then mkdir -p bin; cp tools/* bin; chmod +x bin/*; fi\n"
      let path = try directory.write(copy + script, to: ".script")
      return try await Command(
        "/bin/bash", ["-euo", "pipefail", path], environment: base.merging(environment) { $1 },
        workingDirectory: directory.path
      ).run()
    }

    /// What an archive contains, and what its README says, as users get it.
    @Test func theArchiveCanBeTriedAsItsREADMESays() async throws {
      try await TemporaryDirectory.with { directory in
        let staged = try await bash(
          "\"$scripts/lib/stage\" '\(BuiltProduct.path(named: "storehooks"))' stage 1.2.3", in: directory)
        try #require(staged.exitCode == 0, "\(staged.errorOutput)")
        let stage = directory.folder("stage")
        #expect(
          try stage.contents()
            == [
              "CHANGELOG.md", "LICENSE", "README.md", "completions", "licenses", "man", "storehooks", "try",
            ])
        #expect(try stage.read("man/man1/storehooks.1").contains("\n.TH \"STOREHOOKS\""))
        let readme = try MarkdownDocument(text: stage.read("README.md"))
        for link in readme.links {
          let file = try #require(
            link.wholeMatch(of: #/https:\/\/github\.com\/OWNER\/storehooks\/blob\/v1\.2\.3\/(.*)/#)?.1,
            "\(link)")
          #expect(FileManager.default.fileExists(atPath: "\(Workspace.root)/\(file)"), "\(link)")
        }
        #expect(readme.links.count > 4)
        // The first block installs it.
        try #require(readme.blocks.count == 2)
        let tried = try await bash(
          "PATH=$PWD/stage:$PATH; cd stage\n" + readme.blocks[1].lines.joined(separator: "\n"), in: directory)
        #expect(tried.exitCode == 0, "\(tried.errorOutput)")
        #expect(tried.output.contains("Applied: 4 of 4 calls made."))
        #expect(tried.output.contains("\nNo changes."))
      }
    }

    @Test func theFormulaHasEachSystemsArchive() async throws {
      try await TemporaryDirectory.with { directory in
        try directory.write(Self.list, to: "SHA256SUMS")
        let script = "\"$scripts/lib/formula\" owner/storehooks 1.2.3 SHA256SUMS"
        let formula = try await bash(script, in: directory)
        #expect(formula.exitCode == 0, "\(formula.errorOutput)")
        try Golden.check(formula.output, named: "storehooks.rb")
        try directory.write(Self.list.replacing("macos", with: "windows"), to: "SHA256SUMS")
        let lacking = try await bash(script, in: directory)
        #expect(lacking.exitCode != 0 && lacking.output.isEmpty)
        #expect(lacking.errorOutput == "formula: SHA256SUMS has no checksum for macos-universal\n")
      }
    }

    /// How `ubi` and `mise` pick a release's file for a system and a processor.
    @Test func installersFindTheArchiveByItsName() throws {
      for (system, machine, expected) in [
        (#/(\b|_)linux(\b|_|32|64)/#, #/(\b|_)(x86[_-]64|x64|amd64)(\b|_)/#, "linux-x86_64"),
        (#/(\b|_)linux(\b|_|32|64)/#, #/(\b|_)(aarch_?64|arm_?64)(\b|_)/#, "linux-arm64"),
      ] {
        let found = Self.names.filter { $0.contains(system) && $0.contains(machine) }
        #expect(found == ["storehooks-1.2.3-\(expected).tar.gz"])
      }
      // A file for the system that names no processor is taken for all.
      let mac = Self.names.filter { $0.contains(#/(\b|_)(darwin|macos|osx)(\b|_)/#) }
      #expect(mac == ["storehooks-1.2.3-macos-universal.tar.gz"])
      #expect(mac[0].firstMatch(of: #/(\b|_)(x86|x64|amd64|i386|aarch|arm)/#) == nil)
    }

    @Test func theTapGetsTheFormula() async throws {
      try await TemporaryDirectory.with { directory in
        try directory.write("class Storehooks\n", to: "storehooks.rb")
        try directory.write(
          #"""
          #!/bin/bash
          if [[ "$*" == "api repos/o/homebrew-tap/contents/Formula/storehooks.rb --jq .sha" ]]; then
            if [[ -e hash ]]; then cat hash; else echo 'gh: Not Found (HTTP 404)'; exit 1; fi
          else
            printf '%s\n' "$@" >call
          fi
          """#, to: "tools/gh")
        let script = "\"$scripts/lib/update-tap\" storehooks.rb o/homebrew-tap 1.2.3"
        let first = [
          "api", "--silent", "--method", "PUT", "repos/o/homebrew-tap/contents/Formula/storehooks.rb",
          "--raw-field",
          "message=Storehooks 1.2.3",
        ]
        let content = ["--raw-field", "content=Y2xhc3MgU3RvcmVob29rcwo="]
        #expect(try await bash(script, in: directory).exitCode == 0)
        #expect(try directory.read("call").split(separator: "\n").map(String.init) == first + content)
        try directory.write("0123abc\n", to: "hash")
        #expect(try await bash(script, in: directory).exitCode == 0)
        #expect(
          try directory.read("call").split(separator: "\n").map(String.init)
            == first + ["--raw-field", "sha=0123abc"] + content)
      }
    }

    /// The tag v1 moves with each release except pre-releases; the other tags stay.
    @Test func theActionIsTagged() async throws {
      try await TemporaryDirectory.with { directory in
        try directory.write(Self.list, to: "SHA256SUMS")
        let result = try await bash(
          """
          git init --quiet --bare --initial-branch main origin.git
          git clone --quiet origin.git made 2>/dev/null
          mkdir -p made/scripts/lib made/scripts/action
          cp "$scripts/lib/tag-action" made/scripts/lib
          touch made/scripts/action/pinned-release
          cd made
          git add . && git -c user.name=n -c user.email=e@example.com commit --quiet --message Release
          for version in 1.2.3 1.3.0-rc.1 1.2.4; do
            git checkout --quiet --detach main
            sed "s/1\\.2\\.3/$version/" ../SHA256SUMS >../list
            scripts/lib/tag-action o/storehooks $version ../list
          done
          git -C ../origin.git tag
          git -C ../origin.git show v1:scripts/action/pinned-release
          """, in: directory)
        #expect(result.exitCode == 0, "\(result.errorOutput)")
        let lines = result.output.split(separator: "\n").map(String.init).filter {
          !$0.hasPrefix("tag-action: ")
        }
        #expect(lines.prefix(4) == ["action-v1.2.3", "action-v1.2.4", "action-v1.3.0-rc.1", "v1"])
        #expect(lines.dropFirst(4).first == "https://github.com/o/storehooks/releases/download/v1.2.4")
        #expect(
          lines.dropFirst(5).map { String($0.drop { $0 != " " }) }
            == Self.platforms.map { "  storehooks-1.2.4-\($0).tar.gz" })
      }
    }

    /// A binary for macOS as its tools describe it, with one change.
    @Test(
      arguments: [
        (nil, "", ""),
        ("minos 15.0", "minos 26.0", "the binary needs macOS 26; docs/install.md promises macOS 15"),
        (
          "/usr/lib/libc++", "/opt/homebrew/lib/libyaml-0",
          "the binary needs /opt/homebrew/lib/libyaml-0.1.dylib, which is no part of macOS"
        ),
        (
          "path /usr/lib/swift", "path @loader_path",
          "the binary looks for libraries in @loader_path: whoever can write there decides what it runs"
        ),
        ("x86_64 arm64", "arm64", "the binary has no code for x86_64"),
      ] as [(String?, String, String)])
    func aBinaryForMacOS(_ old: String?, _ new: String, _ complaint: String) async throws {
      try await TemporaryDirectory.with { directory in
        var tools = """
          #!/bin/bash
          # lipo BINARY -verify_arch PROCESSOR
          [[ " x86_64 arm64 " == *" $3 "* ]]
          #---
          #!/bin/bash
          # otool -arch PROCESSOR -L|-l BINARY
          case $3 in
          -L) printf '%s:\\n\\t/usr/lib/libSystem.B.dylib (compatibility version 1.0.0, current version 1356.0.0)\\n' "$4"
              printf '\\t/usr/lib/libc++.1.dylib (compatibility version 1.0.0, current version 1900.180.0)\\n' ;;
          -l) cat <<'END' ;;
          Load command 10
                cmd LC_BUILD_VERSION
            cmdsize 32
           platform 1
              minos 15.0
                sdk 26.1
          Load command 17
                cmd LC_RPATH
            cmdsize 32
               path /usr/lib/swift (offset 12)
          END
          esac

          """
        if let old {
          try #require(tools.contains(old))
          tools = tools.replacing(old, with: new)
        }
        let parts = tools.components(separatedBy: "#---\n")
        try directory.write(parts[0], to: "tools/lipo")
        try directory.write(parts[1], to: "tools/otool")
        try directory.write("binary", to: "storehooks")
        let result = try await bash("\"$scripts/lib/check-macos\" storehooks", in: directory)
        #expect(result.errorOutput == (old == nil ? "" : "check-macos: \(complaint)\n"))
        #expect(result.exitCode == (old == nil ? 0 : 1))
        if old == nil {
          #expect(result.output == "check-macos: 6 bytes; needs macOS 15 and 2 of its libraries\n")
        }
      }
    }

    /// Without secrets, the signature names nobody. With them, the binary is signed and notarized, and neither the
    /// certificate nor the key is an argument.
    @Test func aBinaryForMacOSIsSigned() async throws {
      try await TemporaryDirectory.with { directory in
        try directory.write(
          #"""
          #!/bin/bash
          echo "${0##*/} $*" >>"$HOME/calls"
          case "${0##*/} $*" in
          "security find-identity"*) echo '  1) 0123456789ABCDEF0123456789ABCDEF01234567 "Developer ID Application: A (B)"' ;;
          "xcrun notarytool submit"*) echo "{\"id\":\"1\",\"status\":\"${STATUS:-Accepted}\"}" ;;
          esac
          """#, to: "tools/security")
        let script = """
          for tool in codesign ditto xcrun; do ln -sf security bin/$tool; done
          rm -f calls; echo binary >storehooks
          "$scripts/lib/sign-macos" storehooks
          """
        let plain = try await bash(script, in: directory)
        #expect(plain.exitCode == 0 && plain.output.contains("names nobody"), "\(plain.errorOutput)")
        #expect(try directory.read("calls") == "codesign --force --sign - storehooks\n")
        let secrets = [
          "MACOS_CERTIFICATE": "Y2VydGlmaWNhdGU=", "NOTARY_KEY": "a-key-of-the-notary",
          "NOTARY_KEY_ID": "KEY",
          "NOTARY_ISSUER_ID": "ISSUER",
        ]
        let signed = try await bash(script, in: directory, secrets)
        #expect(
          signed.exitCode == 0 && signed.output.hasSuffix("sign-macos: signed and notarised\n"),
          "\(signed.errorOutput)")
        let calls = try directory.read("calls")
        #expect(
          calls.contains("codesign --force --sign 0123456789ABCDEF0123456789ABCDEF01234567 --keychain "))
        #expect(
          calls.contains("security delete-keychain ") && calls.contains("--key-id KEY --issuer ISSUER --wait")
        )
        #expect(!calls.contains("a-key-of-the-notary") && !calls.contains("Y2VydGlmaWNhdGU"))
        let refused = try await bash(script, in: directory, secrets.merging(["STATUS": "Invalid"]) { $1 })
        #expect(refused.exitCode == 1 && refused.errorOutput.hasSuffix("Apple did not accept the binary\n"))
      }
    }
  }
#endif
