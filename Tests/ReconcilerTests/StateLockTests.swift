@testable import Platform
import Synchronization
import TestSupport
import Testing

@testable import Reconciler

@Suite struct StateLockTests {
  private static let lockName = ".webhooks.state.json.lock"

  /// A process that holds a lock file's lock, as a run of storehooks does: `sleep`, whose standard input is the locked
  /// file. Locks belong to open files, so it keeps what this process has locked and closed.
  private struct Holder {
    let processID: pid_t

    init(lockFile: String) throws {
      let descriptor = open(lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      try #require(descriptor >= 0)
      defer { close(descriptor) }
      try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
      #if canImport(Glibc)
        var actions = posix_spawn_file_actions_t()
      #else
        var actions: posix_spawn_file_actions_t?
      #endif
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_adddup2(&actions, descriptor, 0)
      // Whoever waits for the end of the tests' output mustn't wait for this.
      posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
      var arguments = ["sleep", "86400"].map { (text: String) in strdup(text) } + [nil]
      defer { for argument in arguments { free(argument) } }
      var id: pid_t = 0
      try #require(posix_spawn(&id, "/bin/sleep", &actions, nil, &arguments, environ) == 0)
      processID = id
      let text = Array("\(id)\n".utf8)
      try #require(pwrite(descriptor, text, text.count, 0) == text.count)
    }

    func kill() {
      #if canImport(Glibc)
        Glibc.kill(processID, SIGKILL)
      #else
        Darwin.kill(processID, SIGKILL)
      #endif
      var status: Int32 = 0
      while waitpid(processID, &status, 0) < 0 && errno == EINTR {}
    }
  }

  @Test func aSecondRunIsToldOfTheFirst() throws {
    try TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      let lock = try file.lock()
      defer { lock.release() }
      #expect(try folder.contents() == [Self.lockName])
      #expect(try folder.read(Self.lockName) == "\(getpid())\n")
      let error = #expect(throws: StateFileError.locked(path: file.path, pid: getpid())) {
        _ = try file.lock()
      }
      #expect(
        error?.description == """
          the state file '\(file.path)' is in use by another run of storehooks (process \(getpid())); wait for it to finish
          """)
      #expect(
        StateFileError.locked(path: "s", pid: nil).description
          == "the state file 's' is in use by another run of storehooks; wait for it to finish")
    }
  }

  @Test func aReleasedLockLeavesNothingAndCanBeHadAgain() throws {
    try TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      let lock = try file.lock()
      lock.release()
      #expect(try folder.contents().isEmpty)
      let next = try file.lock()
      lock.release()
      #expect(try folder.contents() == [Self.lockName], "a second release took the next one's file")
      #expect(throws: StateFileError.self) { _ = try file.lock() }
      next.release()
    }
  }

  @Test func aForgottenLockIsReleased() throws {
    try TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      for _ in 0..<3 { _ = try file.lock() }
      #expect(try folder.contents().isEmpty)
    }
  }

  @Test func anotherProcessKeepsItUntilItDies() throws {
    try TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      let holder = try Holder(lockFile: folder.file(Self.lockName))
      #expect(throws: StateFileError.locked(path: file.path, pid: holder.processID)) { _ = try file.lock() }
      holder.kill()
      #expect(try folder.read(Self.lockName) == "\(holder.processID)\n")
      let lock = try file.lock()
      #expect(try folder.read(Self.lockName) == "\(getpid())\n")
      lock.release()
      #expect(try folder.contents().isEmpty)
    }
  }

  @Test(arguments: ["", "nonsense", "-1", "99999999999999999999", "2147483647\n"])
  func aLeftOverFileDoesNotBlock(content: String) throws {
    try TemporaryDirectory.with { folder in
      try folder.write(content, to: Self.lockName)
      let lock = try StateFile(path: folder.file("webhooks.state.json")).lock()
      #expect(try folder.read(Self.lockName) == "\(getpid())\n")
      lock.release()
    }
  }

  @Test(arguments: [("", nil), ("nonsense", nil), ("0", nil), ("2147483647\n", 2_147_483_647)])
  func aHolderThatCanNotBeNamedStillHolds(content: String, pid: Int32?) throws {
    try TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      let descriptor = open(try folder.write(content, to: Self.lockName), O_RDWR | O_CLOEXEC)
      defer { close(descriptor) }
      try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
      #expect(throws: StateFileError.locked(path: file.path, pid: pid)) { _ = try file.lock() }
    }
  }

  @Test func whatStandsInTheLockFilesPlaceIsNotTouched() throws {
    try TemporaryDirectory.with { folder in
      let precious = try folder.write("precious", to: "precious")
      let file = StateFile(path: folder.file("webhooks.state.json"))
      #expect(symlink(precious, folder.file(Self.lockName)) == 0)
      #expect(throws: StateFileError.self) { _ = try file.lock() }
      #expect(try folder.read("precious") == "precious")
      unlink(folder.file(Self.lockName))
      #expect(mkfifo(folder.file(Self.lockName), 0o600) == 0)
      #expect(
        throws: StateFileError.unwritable(
          path: file.path, reason: "the lock file \(Self.lockName) is not a regular file; remove it")
      ) { _ = try file.lock() }
    }
  }

  /// A hard link is the file itself; nothing in the path shows it.
  @Test func aSecondNameOfAFileIsNotTouched() throws {
    try TemporaryDirectory.with { folder in
      let precious = try folder.write("precious", to: "precious")
      let file = StateFile(path: folder.file("webhooks.state.json"))
      try #require(link(precious, folder.file(Self.lockName)) == 0)
      let reason =
        "the lock file \(Self.lockName) has a hard link, whose content would be lost; remove it"
      #expect(throws: StateFileError.unwritable(path: file.path, reason: reason)) { _ = try file.lock() }
      #expect(try folder.read("precious") == "precious")
      unlink(precious)
      let lock = try file.lock()
      lock.release()
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away")) func anothersFileIsNotTouched() throws
  {
    try TemporaryDirectory.with { folder in
      let path = try folder.write("theirs", to: Self.lockName)
      try #require(chown(path, 12_345, 12_345) == 0)
      let file = StateFile(path: folder.file("webhooks.state.json"))
      #expect(
        throws: StateFileError.unwritable(
          path: file.path, reason: "the lock file \(Self.lockName) belongs to another user; remove it")
      ) { _ = try file.lock() }
      #expect(try folder.read(Self.lockName) == "theirs")
    }
  }

  @Test func aLockFileThatSomebodyReplacedIsNotRemoved() throws {
    try TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      let lock = try file.lock()
      unlink(folder.file(Self.lockName))
      let other = try file.lock()
      lock.release()
      #expect(throws: StateFileError.self) { _ = try file.lock() }
      other.release()
      #expect(try folder.contents().isEmpty)
    }
  }

  /// The run that had the lock removed the file between our opening and our locking it, and a third run created it
  /// again.
  @Test(arguments: [true, false]) func theLockOfARemovedFileIsWorthNothing(isThereAnew: Bool) throws {
    try TemporaryDirectory.with { folder in
      let path = try folder.write("", to: Self.lockName)
      let descriptor = open(path, O_RDWR | O_CLOEXEC)
      defer { close(descriptor) }
      unlink(path)
      if isThereAnew { try folder.write("7", to: Self.lockName) }
      #expect(try FileLock.take(descriptor, at: path) == .removed)
      #expect(try folder.contents() == (isThereAnew ? [Self.lockName] : []))
    }
  }

  /// Locks and releases from many threads at once: never two holders, and in the end the file is gone.
  @Test func onlyOneHasItAtATime() async throws {
    try await TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      let holders = Holders()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask {
            for _ in 0..<100 {
              do throws(StateFileError) {
                let lock = try file.lock()
                holders.enter()
                holders.leave()
                lock.release()
              } catch {
                guard case .locked = error else { throw error }
              }
              await Task.yield()
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(holders.most == 1)
      #expect(try folder.contents().isEmpty)
    }
  }
}

/// Counts who holds it at the same time.
private final class Holders: Sendable {
  private let counts = Mutex((now: 0, most: 0))

  var most: Int { counts.withLock { $0.most } }

  func enter() {
    counts.withLock { counts in
      counts.now += 1
      counts.most = max(counts.most, counts.now)
    }
  }

  func leave() { counts.withLock { $0.now -= 1 } }
}
