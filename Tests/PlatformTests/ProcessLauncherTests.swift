import Platform
import Testing
import TestSupport

/// What programs inherit, and what they don't.
@Suite struct ProcessLauncherTests {
  @Test func theyGetNoDescriptor() throws {
    // As a library might open it: without the mark that keeps it from other programs.
    let leaked = open("/dev/null", O_RDONLY)
    let high = fcntl(leaked, F_DUPFD, 200)
    defer { for descriptor in [leaked, high] { close(descriptor) } }
    #expect(high >= 200 && fcntl(high, F_GETFD) & FD_CLOEXEC == 0)
    let pipe = try PipeEnds()
    defer { pipe.reading.close() }
    let launcher = ProcessLauncher(
      arguments: ["/bin/ls", "/dev/fd/"], environment: ["PATH": "/usr/bin:/bin", "OTHER": "stays"])
    let process = try launcher.start(input: nil, output: pipe.writing)
    pipe.writing.close()
    let list = String(decoding: try pipe.reading.prefix(4096), as: UTF8.self).split(separator: "\n")
    #expect(process.ending(waits: true) == .exited(0))
    // `ls` itself has one open for the folder.
    #expect(list.compactMap { Int32($0) }.filter { $0 > 3 }.isEmpty, "\(list)")
    #expect(list.starts(with: ["0", "1", "2"]))
  }

  @Test func theirEndIsTold() throws {
    func ending(of script: String) throws -> RunningProcess.Ending? {
      let launcher = ProcessLauncher(arguments: ["/bin/sh", "-c", script], environment: [:])
      return try launcher.start(input: nil, output: .standardError).ending(waits: true)
    }
    #expect(try ending(of: "exit 3") == .exited(3))
    #expect(try ending(of: "kill -9 $$") == .killed(signal: 9))
    let missing = ProcessLauncher(arguments: ["/nowhere/program"], environment: [:])
    let error = #expect(throws: SystemError.self) {
      try missing.start(input: nil, output: .standardError).ending(waits: true)
    }
    #expect(error?.isMissing == true)
  }

  @Test func bothEndsOfAPipeAreClosedInPrograms() throws {
    let pipe = try PipeEnds()
    for end in [pipe.reading, pipe.writing] {
      #expect(fcntl(end.descriptor, F_GETFD) & FD_CLOEXEC != 0)
      end.close()
    }
  }
}
