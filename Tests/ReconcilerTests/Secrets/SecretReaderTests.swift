import Cryptography
import DesiredState
import Reconciler
import TestSupport
import Testing

@Suite struct SecretReaderTests {
  private static let path = "/usr/local/bin:/usr/bin:/bin"

  private func read(
    _ source: SecretSource, environment: [String: String] = [:], timeLimit: Duration = .seconds(86_400)
  ) -> Result<String, SecretReader.Failure> {
    let environment = environment.merging(["PATH": Self.path]) { own, _ in own }
    do throws(SecretReader.Failure) {
      let secret = try SecretReader(environment: environment, timeLimit: timeLimit).read(source)
      return .success(secret.exposedText ?? "")
    } catch {
      return .failure(error)
    }
  }

  private func shell(
    _ script: String, _ arguments: String..., timeLimit: Duration = .seconds(86_400)
  ) -> Result<String, SecretReader.Failure> {
    read(.command(["sh", "-c", script, "sh"] + arguments), timeLimit: timeLimit)
  }

  // MARK: Environment

  @Test(
    arguments: [
      (["A": "value"], .success("value")),
      (["A": " two\n"], .success(" two\n")),
      (["A": "ü"], .success("ü")),
      (["A": ""], .failure(.empty)),
      (["a": "value"], .failure(.notSet(variable: "A"))),
    ] as [([String: String], Result<String, SecretReader.Failure>)])
  func readsTheEnvironment(environment: [String: String], expected: Result<String, SecretReader.Failure>) {
    #expect(read(.environment("A"), environment: environment) == expected)
  }

  // MARK: Files

  @Test(
    arguments: [
      ("value", .success("value")),
      ("value\n", .success("value")),
      ("value\r\n", .success("value")),
      ("value\n\n", .success("value\n")),
      ("value\r", .success("value\r")),
      (" value ", .success(" value ")),
      ("two\nlines\n", .success("two\nlines")),
      ("", .failure(.empty)),
      ("\n", .failure(.empty)),
      ("\r\n", .failure(.empty)),
    ] as [(String, Result<String, SecretReader.Failure>)])
  func readsFiles(content: String, expected: Result<String, SecretReader.Failure>) throws {
    try TemporaryDirectory.with { directory in
      try directory.write(content, to: "s.txt")
      #expect(read(.file(path: "s.txt", directory: directory.path + "/")) == expected)
      #expect(read(.file(path: directory.file("s.txt"), directory: "/nowhere/")) == expected)
    }
  }

  @Test func readsFilesInTheHomeDirectory() throws {
    try TemporaryDirectory.with { home in
      try home.write("value\n", to: "s.txt")
      let source = SecretSource.file(path: "~/s.txt", directory: "/nowhere/")
      #expect(read(source, environment: ["HOME": home.path]) == .success("value"))
      for environment: [String: String] in [[:], ["HOME": ""]] {
        #expect(
          read(source, environment: environment)
            == .failure(.unreadable(path: "~/s.txt", reason: "No such file or directory")))
      }
    }
  }

  @Test func readsFilesThatAreNoUTF8AsAnError() throws {
    try TemporaryDirectory.with { directory in
      let path = directory.file("s")
      let file = try #require(fopen(path, "w"))
      fwrite([0x61, 0xFF, 0xFE] as [UInt8], 1, 3, file)
      fclose(file)
      #expect(read(.file(path: path, directory: "")) == .failure(.notText))
    }
  }

  @Test func saysWhyAFileCannotBeRead() throws {
    try TemporaryDirectory.with { directory in
      try directory.write("x", to: "folder/x")
      #expect(symlink("loop", directory.file("loop")) == 0)
      let reasons = [
        ("none.txt", "No such file or directory"), ("folder", "Is a directory"),
        ("folder/x/y", "Not a directory"), ("loop", "Too many levels of symbolic links"),
      ]
      for (name, reason) in reasons {
        #expect(
          read(.file(path: name, directory: directory.path + "/"))
            == .failure(.unreadable(path: name, reason: reason)))
      }
    }
  }

  @Test func readsPipesAndLeavesEndlessDevices() throws {
    try TemporaryDirectory.with { directory in
      let path = directory.file("pipe")
      #expect(mkfifo(path, 0o600) == 0)
      // It waits for a reader before it writes.
      let writer = Command("/bin/sh", ["-c", "printf 'from a pipe\\n' > \"$0\"", path])
      let running = try writer.start()
      #expect(read(.file(path: path, directory: "")) == .success("from a pipe"))
      withExtendedLifetime(running) {}
      #expect(read(.file(path: "/dev/zero", directory: "")) == .failure(.tooLarge))
      #expect(read(.file(path: "/dev/null", directory: "")) == .failure(.empty))
    }
  }

  /// Nobody opens the other end of the first, and nobody writes to the second.
  @Test func givesUpOnAPipeThatNobodyWritesTo() throws {
    try TemporaryDirectory.with { directory in
      let path = directory.file("pipe")
      #expect(mkfifo(path, 0o600) == 0)
      let expected = SecretReader.Failure.fileTimedOut(path: path, seconds: 1)
      #expect(read(.file(path: path, directory: ""), timeLimit: .milliseconds(1_050)) == .failure(expected))
      let writer = open(path, O_RDWR)
      defer { close(writer) }
      #expect(read(.file(path: path, directory: ""), timeLimit: .milliseconds(1_050)) == .failure(expected))
      #expect(write(writer, "begun", 5) == 5)
      #expect(
        read(.file(path: path, directory: ""), timeLimit: .milliseconds(1_050)) == .failure(expected),
        "what has come so far is not the secret")
      #expect(
        expected.message == "'\(path)' is a pipe or a device, and nothing came from it for 1 s")
    }
  }

  // MARK: Commands

  @Test func commandsGetTheirArgumentsAsTheyAre() {
    let arguments = ["$HOME; *", "`id`", "a b", "", "'\"", "--", "ü\n"]
    let script = #"for a in "$@"; do printf '<%s>' "$a"; done"#
    let source = SecretSource.command(["sh", "-c", script, "sh"] + arguments)
    #expect(read(source) == .success(arguments.map { "<\($0)>" }.joined()))
    #expect(read(.command(["echo", "$HOME; *"])) == .success("$HOME; *"))
  }

  @Test func commandsGetTheEnvironmentAndNoInput() {
    let source = SecretSource.command(["sh", "-c", #"cat; printf '%s|%s' "$A" "${HOME-unset}""#])
    #expect(read(source, environment: ["A": "1=2\n"]) == .success("1=2\n|unset"))
  }

  @Test(
    arguments: [
      ("printf x", .success("x")),
      ("echo x", .success("x")),
      (#"printf 'x\r\n'"#, .success("x")),
      (#"printf 'x\n\n'"#, .success("x\n")),
      (":", .failure(.empty)),
      ("echo", .failure(.empty)),
      (#"printf 'a\377'"#, .failure(.notText)),
      ("echo leaked-value; exit 3", .failure(.failed(program: "sh", status: "it exited with status 3"))),
      ("exit 255", .failure(.failed(program: "sh", status: "it exited with status 255"))),
      (
        "echo leaked-value; kill -9 $$",
        .failure(
          .failed(
            program: "sh",
            status: "it was killed by signal "
              + "9"))
      ),
      ("kill -15 $$", .failure(.failed(program: "sh", status: "it was killed by signal 15"))),
      ("kill -13 $$", .failure(.failed(program: "sh", status: "it was killed by signal 13"))),
      ("exec cat /dev/zero", .failure(.tooLarge)),
      ("head -c 300000 /dev/zero >&2; echo x", .success("x")),
    ] as [(String, Result<String, SecretReader.Failure>)])
  func readsCommands(script: String, expected: Result<String, SecretReader.Failure>) {
    // A command's standard error goes to ours, where this test doesn't want it.
    #expect(read(.command(["sh", "-c", #"eval "$0" 2>/dev/null"#, script])) == expected)
  }

  @Test func saysWhyAProgramCannotBeStarted() throws {
    try TemporaryDirectory.with { directory in
      try directory.write("#!/bin/sh\n", to: "plain")
      let programs = [
        ("no-such-program-anywhere", "No such file or directory"),
        (directory.file("none"), "No such file or directory"),
        (directory.file("plain"), "Permission denied"),
      ]
      for (program, reason) in programs {
        #expect(read(.command([program])) == .failure(.notStarted(program: program, reason: reason)))
      }
    }
  }

  @Test func endsAProgramWithAllThatItStartedWhenTheTimeIsUp() throws {
    try TemporaryDirectory.with { directory in
      var pids: [Int32] = []
      var limit = 1
      // If the machine is too slow to begin within the limit, it gets more time.
      while pids.count < 2 {
        let result = shell(
          #"sleep 86400 & echo "$! $$" > "$1"; echo partial; wait"#, directory.file("pids"),
          timeLimit: .seconds(limit))
        #expect(result == .failure(.timedOut(program: "sh", seconds: limit)))
        let text = (try? directory.read("pids")) ?? ""
        pids = text.split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
        limit *= 2
      }
      for pid in pids { blockUntil { Self.hasEnded(pid) } }
    }
  }

  @Test func doesNotWaitForAProgramThatClosedItsOutput() {
    let result = shell("echo x; exec >&-; sleep 86400", timeLimit: .milliseconds(200))
    #expect(result == .failure(.timedOut(program: "sh", seconds: 0)))
    #expect(shell("echo x; exec >&-; sleep 0.05") == .success("x"))
  }

  /// Whether a process is gone; a zombie counts as gone.
  private static func hasEnded(_ pid: Int32) -> Bool {
    if kill(pid, 0) != 0 { return true }
    #if os(Linux)
      if let file = fopen("/proc/\(pid)/stat", "r") {
        var line = [CChar](repeating: 0, count: 512)
        _ = fgets(&line, 512, file)
        fclose(file)
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: ") ").last?.first == "Z"
      }
    #endif
    return false
  }

  // MARK: Sizes

  @Test(arguments: [(65_536, true), (65_537, false), (1_000_000, false)])
  func takesUpTo64Kibibytes(size: Int, isAccepted: Bool) throws {
    let text = String(repeating: "x", count: size)
    let expected: Result<String, SecretReader.Failure> = isAccepted ? .success(text) : .failure(.tooLarge)
    // Compared without showing the text if they differ.
    func check(_ result: Result<String, SecretReader.Failure>, _ what: Comment) {
      let isEqual = result == expected
      #expect(isEqual, what)
    }
    check(read(.environment("A"), environment: ["A": text]), "env")
    try TemporaryDirectory.with { directory in
      try directory.write(text + "\r\n", to: "s")
      check(read(.file(path: "s", directory: directory.path + "/")), "file")
      check(read(.command(["cat", directory.file("s")])), "command")
    }
  }

  // MARK: Words

  @Test func failuresHoldNothingThatWasRead() {
    for script in ["echo canary-secret; exit 1", "echo canary-secret; kill -9 $$", "yes canary-secret"] {
      guard case .failure(let failure) = shell("eval \"$1\" 2>/dev/null", script) else {
        Issue.record("'\(script)' succeeded")
        continue
      }
      var dumped = ""
      dump(failure, to: &dumped)
      #expect(!"\(failure) \(failure.message) \(dumped)".contains("canary"))
    }
  }

  @Test(
    arguments: [
      (.notSet(variable: "A"), "the environment variable A is not set"),
      (.unreadable(path: "a/b", reason: "Is a directory"), "can't read 'a/b': Is a directory"),
      (.notStarted(program: "op", reason: "No such file"), "can't run 'op': No such file"),
      (.failed(program: "op", status: "it exited with status 1"), "'op' failed: it exited with status 1"),
      (.timedOut(program: "op", seconds: 30), "'op' took longer than 30 s and was stopped"),
      (.empty, "it is empty"), (.notText, "it is not valid UTF-8"),
      (.tooLarge, "it is larger than 64 KiB"),
    ] as [(SecretReader.Failure, String)]) func putsFailuresIntoWords(
      failure: SecretReader.Failure, words: String
    )
  {
    #expect(failure.message == words)
  }
}
