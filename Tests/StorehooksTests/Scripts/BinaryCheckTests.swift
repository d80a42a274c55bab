#if os(Linux)
  import TestSupport
  import Testing

  /// The check that releases must pass, on binaries that mustn't be released.
  @Suite(.enabled(if: CommandRunner.isInstalled("clang") && CommandRunner.isInstalled("readelf")))
  struct BinaryCheckTests {
    /// A program, its build flags, and how the check's complaint begins; `nil` for none.
    struct Sample: Sendable, CustomTestStringConvertible {
      var name: String
      var source = "static int number; int *address = &number; int main(void) { return *address; }"
      var flags: [String] = []
      var complaint: String?
      var testDescription: String { name }
    }

    private static let samples = [
      Sample(name: "harmless"),
      Sample(
        name: "looks beside itself", flags: ["-Wl,-rpath,$ORIGIN"],
        complaint: "the binary looks for libraries in [$ORIGIN]: whoever can write there decides what it runs"
      ),
      Sample(
        name: "looks in a folder, in the old way", flags: ["-Wl,-rpath,/opt/lib", "-Wl,--disable-new-dtags"],
        complaint:
          "the binary looks for libraries in [/opt/lib]: whoever can write there decides what it runs"),
      Sample(
        name: "packs its relocations", flags: ["-Wl,-z,pack-relative-relocs"],
        complaint:
          "the binary needs GLIBC_ABI_DT_RELR, which not every system has that docs/install.md promises"),
      Sample(
        name: "needs another library", flags: ["-Wl,--no-as-needed", "-L.", "-lother"],
        complaint: "the binary needs libother.so, which not every system has"),
      Sample(
        name: "needs another version",
        source: "int other(void); int main(void) { return other(); }",
        flags: ["-nostdlib", "-Wl,-e,main", "libversioned.so"],
        complaint: "the binary needs GLIBC_9.99; docs/install.md promises GLIBC 2.34"),
      Sample(
        name: "is too large", source: "char bytes[21000000] = {1}; int main(void) { return bytes[1]; }",
        complaint: "the binary has "),
    ]

    private func clang(_ arguments: [String], in directory: TemporaryDirectory) async throws {
      let result = try await Command(
        try #require(CommandRunner.path(of: "clang")),
        ["-fuse-ld=lld", "-fPIE", "-pie"].filter { _ in !arguments.contains("-shared") } + arguments,
        environment: ["PATH": "/usr/bin:/bin"], workingDirectory: directory.path
      ).run()
      try #require(result.exitCode == 0, "\(result.errorOutput)")
    }

    @Test(arguments: samples) func aBinary(_ sample: Sample) async throws {
      try await TemporaryDirectory.with { directory in
        try directory.write("int unused(void) { return 0; }", to: "other.c")
        try directory.write("int other(void) { return 0; }", to: "versioned.c")
        try directory.write("GLIBC_9.99 { global: other; };", to: "versions")
        try directory.write(sample.source, to: "sample.c")
        try await clang(["-shared", "-fPIC", "-o", "libother.so", "other.c"], in: directory)
        // A library that claims to be glibc, because no version stays newer than all systems.
        try await clang(
          [
            "-shared", "-fPIC", "-Wl,-soname,libc.so.6", "-Wl,--version-script=versions", "-o",
            "libversioned.so",
            "versioned.c",
          ], in: directory)
        try await clang(["-o", "sample", "sample.c"] + sample.flags, in: directory)
        let result = try await Command(
          "/bin/bash", ["\(Workspace.root)/scripts/lib/check-binary", directory.file("sample")],
          environment: ["PATH": "/usr/bin:/bin"]
        ).run()
        if let complaint = sample.complaint {
          #expect(result.exitCode == 1)
          #expect(result.errorOutput.hasPrefix("check-binary: \(complaint)"), "\(result)")
        } else {
          #expect(result.exitCode == 0, "\(result)")
          #expect(result.output.contains("needs GLIBC_"))
        }
      }
    }
  }
#endif
