@testable import Reports

#if os(Linux)
  import TestSupport
  import Testing

  /// What others can see of the program's memory, which may contain a key from the start.
  @Suite struct ProcessMemoryTests {
    /// Root may see everything, so root runs the program as nobody.
    private static func command(_ program: String, _ arguments: [String]) -> Command {
      let become = ["--reuid=65534", "--regid=65534", "--clear-groups", "--", program]
      let isRoot = geteuid() == 0
      return Command(
        isRoot ? "/usr/bin/setpriv" : program, isRoot ? become + arguments : arguments,
        environment: ["SECRET": "a-secret-of-tests"])
    }

    /// Whether that works here: nobody may not have access to the build folder.
    private static func canRun() async -> Bool {
      guard let program = try? BuiltProduct.path(named: "storehooks") else { return false }
      return (try? await command(program, ["version"]).run().exitCode) == 0
    }

    @Test(.enabled("as root, nobody has to be able to run the program") { await Self.canRun() })
    func leavesNoDumpAndLetsNobodyAttach() async throws {
      let program = try BuiltProduct.path(named: "storehooks")
      let unlimited = #"ulimit -S -c "$(ulimit -H -c)"; exec "$0" listen --secret-env SECRET"#
      let running = try Self.command("/bin/sh", ["-c", unlimited, program]).start()
      _ = try await running.readLine()
      let process = "/proc/\(running.processID)"
      let limits = try #require(text(of: process + "/limits"))
      let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
      #expect(core.split(separator: " ").dropFirst(4).first == "0")
      // Once a process can't be dumped, the kernel makes root the owner of its files in `/proc`.
      var status = stat()
      try #require(stat(process + "/environ", &status) == 0)
      #expect(status.st_uid == 0)
      running.send(signal: SIGABRT)
      #expect(try await running.wait().exitCode == 128 + SIGABRT)
    }

    private func text(of path: String) -> String? {
      guard let file = fopen(path, "r") else { return nil }
      defer { fclose(file) }
      var bytes = [UInt8](repeating: 0, count: 8192)
      let count = fread(&bytes, 1, bytes.count, file)
      return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
  }
#endif
