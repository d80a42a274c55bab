import AppStoreConnect
import Platform
import Reconciler
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What programs are given, and what not.
@Suite struct ProcessLauncherTests {
  /// What a program writes to standard output.
  private func output(of arguments: [String], environment: [String: String] = [:]) throws -> [String] {
    let (reading, writing) = try #require(ProcessLauncher.pipe())
    defer { close(reading) }
    let launcher = ProcessLauncher(arguments: arguments, environment: environment)
    let process = try launcher.start(input: nil, output: writing).get()
    close(writing)
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = read(reading, &buffer, buffer.count), count > 0 { text += buffer[..<count] }
    var status: Int32 = 0
    #expect(waitpid(process, &status, 0) == process && status == 0)
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func theyGetNoVariableOfTheKey() throws {
    var environment = ["PATH": "/usr/bin:/bin", "ASC_OTHER": "stays", "RELEASE_BOT_SECRET": "stays"]
    let kept = environment.map { "\($0.key)=\($0.value)" }
    for name in CredentialVariables.names { environment[name] = "the-key" }
    #expect(try output(of: ["/usr/bin/env"], environment: environment).sorted() == kept.sorted())
  }

  @Test func theyGetNoDescriptor() throws {
    // As a library might open it: nothing says that programs shouldn't have it.
    let leaked = open("/dev/null", O_RDONLY)
    let high = fcntl(leaked, F_DUPFD, 200)
    defer { for descriptor in [leaked, high] { close(descriptor) } }
    #expect(high >= 200 && fcntl(high, F_GETFD) & FD_CLOEXEC == 0)
    let list = try output(of: ["/bin/ls", "/dev/fd/"], environment: ["PATH": "/usr/bin:/bin"])
    // `ls` itself has one for the folder.
    #expect(list.compactMap(Int32.init).filter { $0 > 3 }.isEmpty, "\(list)")
    #expect(list.starts(with: ["0", "1", "2"]))
  }

  @Test func bothEndsOfAPipeAreClosedInPrograms() throws {
    let (reading, writing) = try #require(ProcessLauncher.pipe())
    for end in [reading, writing] {
      #expect(fcntl(end, F_GETFD) & FD_CLOEXEC != 0)
      close(end)
    }
  }
}
