#if os(Linux)
  import TestSupport
  import Testing

  /// What a checkout's first command says and does if something is missing, with stand-ins for the system's tools.
  @Suite struct PrepareTests {
    /// A toolchain whose clang has no C++ library to link with, on a system whose loader knows no other library.
    private static let system = #"""
      mkdir -p toolchain bin
      for tool in bash env sed grep dirname realpath; do ln -s "$(command -v $tool)" bin/$tool; done
      printf '#!/bin/bash\necho Linux\n' >bin/uname
      printf '#!/bin/bash\necho "$USER_ID"\n' >bin/id
      printf '#!/bin/bash\n%s\n' "$LIBRARIES" >bin/ldconfig
      touch toolchain/swift-driver; ln -s swift-driver toolchain/swift; ln -s "$PWD/toolchain/swift" bin/swift
      cat >toolchain/clang <<'END'
      #!/bin/bash
      case $1 in
      -print-file-name=*) echo "${1#*=}" ;;
      -v) [[ -z $GCC ]] || echo "Selected GCC installation: /usr/lib/gcc/x86_64-linux-gnu/$GCC" >&2 ;;
      esac
      END
      if [[ $APT == yes ]]; then printf '#!/bin/bash\n[[ $* != *sudo* ]]; echo "apt-get $*" >>"$HOME/calls"\n' >bin/apt-get; fi
      chmod +x toolchain/* bin/*
      export HOME=$PWD
      PATH=$PWD/bin exec bash "$0"
      """#
    private static let known = #"echo ' libcrypto.so.3 (libc6)'; echo ' libcurl.so.4 (libc6)'"#

    private func prepare(
      _ settings: [String: String], _ check: (Command.Result, TemporaryDirectory) throws -> Void
    ) async throws {
      try await TemporaryDirectory.with { directory in
        let base = [
          "PATH": "/usr/local/bin:/usr/bin:/bin", "USER_ID": "1000", "GCC": "12", "APT": "yes",
          "LIBRARIES": Self.known,
        ]
        let result = try await Command(
          "/bin/bash", ["-euo", "pipefail", "-c", Self.system, "\(Workspace.root)/scripts/lib/prepare"],
          environment: base.merging(settings) { $1 }, workingDirectory: directory.path
        ).run()
        try check(result, directory)
      }
    }

    /// Said before minutes of compiling that would end in a linker error.
    @Test func aMissingLibraryOfCPlusPlusIsNamedWithTheLineThatInstallsIt() async throws {
      let missing = ["12": "libstdc++-12-dev", "": "g++"]
      for (gcc, package) in missing {
        try await prepare(["GCC": gcc]) { result, _ in
          #expect(result.exitCode == 1)
          #expect(
            result.errorOutput
              == "prepare: missing: \(package); as root, run: apt-get update && apt-get install --yes"
              + " \(package)\n")
        }
      }
    }

    @Test func allThatIsMissingIsInOneLine() async throws {
      try await prepare(["LIBRARIES": ":"]) { result, _ in
        #expect(result.errorOutput.contains("libstdc++-12-dev libssl"))
        #expect(result.errorOutput.hasSuffix(" libcurl4\n"))
      }
    }

    @Test func rootHasItInstalled() async throws {
      try await prepare(["USER_ID": "0"]) { result, directory in
        #expect(
          result
            == Command.Result(exitCode: 0, output: "prepare: installing libstdc++-12-dev\n", errorOutput: ""))
        let calls = try directory.read("calls").split(separator: "\n")
        #expect(calls.count == 2 && calls[0].hasSuffix(" update"))
        #expect(calls[1].hasSuffix(" install --yes --no-install-recommends libstdc++-12-dev"))
      }
    }

    @Test func aSystemWithoutAptIsToldWhatToInstall() async throws {
      try await prepare(["APT": "no"]) { result, _ in
        #expect(
          result.exitCode == 1
            && result.errorOutput.hasPrefix("prepare: missing: libstdc++-12-dev; this system has no"))
      }
    }
  }
#endif
