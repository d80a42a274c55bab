import TestSupport
import Testing

@testable import Planning
@testable import Reconciler

@Suite struct StateFileTests {
  typealias Webhook = RecordedState.RecordedWebhook

  static func webhooks() throws -> [Webhook] {
    [
      Webhook(
        appId: "10", bundleId: "com.example.notes", webhookId: "a", name: "Release bot",
        fingerprint: try StateRecordsTests.fingerprint(0xAB)),
      Webhook(appId: "10", webhookId: "b", name: "Büro \"7\" \\ \u{1B}[31m\n🎉/"),
      Webhook(appId: "2", bundleId: "com.example.maps", webhookId: "0", name: ""),
    ]
  }

  static func state(issuer: String? = "69a6de70-aaaa", _ webhooks: [Webhook]) throws -> RecordedState {
    RecordedState(
      api: "api.appstoreconnect.apple.com", issuer: issuer, parameters: try StateRecordsTests.parameters(),
      webhooks: webhooks)
  }

  private static func mode(_ path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  @Test func thereIsNoStateWithoutAFile() throws {
    try TemporaryDirectory.with { folder in
      for name in ["webhooks.state.json", "nowhere/webhooks.state.json"] {
        let state = try StateFile(path: folder.file(name)).load()
        #expect(state == nil)
      }
    }
  }

  @Test func whatIsSavedIsLoadedAgain() throws {
    try TemporaryDirectory.with { folder in
      for (index, issuer) in ["69a6de70-aaaa", nil].enumerated() {
        let state = try Self.state(issuer: issuer, try Self.webhooks())
        let file = StateFile(path: folder.file("\(index).json"))
        try file.save(state)
        #expect(try file.load() == state)
        #expect(try StateFile(path: file.path).load() == state)
      }
    }
  }

  @Test func theBytesDoNotDependOnTheOrderOfTheRecords() throws {
    var random = SeededGenerator(seed: 5)
    let webhooks = (0..<60).map { Webhook(appId: "\($0 % 7)", webhookId: "w\($0)", name: "n") }
    let expected = try Self.state(webhooks).encoded()
    for _ in 0..<20 {
      var state = try Self.state([])
      state.record(Webhook(appId: "9", webhookId: "w3", name: "before"))
      for webhook in webhooks.shuffled(using: &random) { state.record(webhook) }
      #expect(state.encoded() == expected)
    }
  }

  @Test func aStateBelongsToItsAPIAndIssuer() throws {
    let file = StateFile(path: "webhooks.state.json")
    let state = try Self.state([])
    try file.verify(state, api: "api.appstoreconnect.apple.com", issuer: "69a6de70-aaaa")
    let error = #expect(throws: StateFileError.self) {
      try file.verify(state, api: "simulator", issuer: nil)
    }
    #expect(
      error?.description == """
        the state file 'webhooks.state.json' was made for api.appstoreconnect.apple.com with issuer \
        69a6de70-aaaa, but this run is for simulator without an issuer; name another file with --state, or use \
        the same credentials and API as before
        """)
  }

  @Test func theFileIsForItsOwnerAlone() throws {
    try TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      try file.save(try Self.state([]))
      #expect(Self.mode(file.path) == 0o600)
      chmod(file.path, 0o644)
      try file.save(try Self.state(try Self.webhooks()))
      #expect(Self.mode(file.path) == 0o600)
      #expect(try folder.contents() == ["webhooks.state.json"])
    }
  }

  @Test func nothingIsWrittenWhereNothingChanged() throws {
    try TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      try file.save(try Self.state(try Self.webhooks()))
      // The other name would keep the old content.
      #expect(link(file.path, folder.file("other")) == 0)
      try StateFile(path: file.path).save(try Self.state(try Self.webhooks()))
      let reason = "it has 2 hard links, and the others would keep the old content"
      #expect(throws: StateFileError.unwritable(path: file.path, reason: reason)) {
        try file.save(try Self.state([]))
      }
      #expect(throws: StateFileError.unwritable(path: file.path, reason: reason)) { _ = try file.lock() }
      #expect(try folder.contents() == ["other", "webhooks.state.json"])
      #expect(try file.load() == Self.state(try Self.webhooks()))
    }
  }

  @Test(arguments: [true, false])
  func aSymbolicLinkStaysOne(targetIsThere: Bool) throws {
    try TemporaryDirectory.with { folder in
      let target = try folder.write("", to: "shared/state.json")
      unlink(target)
      #expect(symlink("shared/link.json", folder.file("webhooks.state.json")) == 0)
      #expect(symlink(target, folder.file("shared/link.json")) == 0)
      if targetIsThere { try StateFile(path: target).save(try Self.state([])) }
      let file = StateFile(path: folder.file("webhooks.state.json"))
      try file.save(try Self.state(try Self.webhooks()))
      #expect(Self.mode(target) == 0o600)
      #expect(try StateFile(path: target).load() == Self.state(try Self.webhooks()))
      #expect(try file.load() == Self.state(try Self.webhooks()))
      var status = stat()
      #expect(lstat(file.path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
      let lock = try file.lock()
      defer { lock.release() }
      #expect(throws: StateFileError.locked(path: target, pid: getpid())) {
        _ = try StateFile(path: target).lock()
      }
    }
  }

  @Test func aRingOfLinksIsAnError() throws {
    try TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      #expect(symlink("webhooks.state.json", file.path) == 0)
      let reason = String(cString: strerror(ELOOP))
      #expect(throws: StateFileError.unreadable(path: file.path, reason: reason)) { _ = try file.load() }
      #expect(throws: StateFileError.unreadable(path: file.path, reason: reason)) {
        try file.save(try Self.state([]))
      }
      #expect(throws: StateFileError.unwritable(path: file.path, reason: reason)) { _ = try file.lock() }
    }
  }

  @Test func aFolderOrAPipeInItsPlaceIsAnError() throws {
    try TemporaryDirectory.with { folder in
      let pipe = folder.file("pipe")
      #expect(mkfifo(pipe, 0o600) == 0)
      for path in [folder.path, pipe] {
        let error = StateFileError.unreadable(path: path, reason: "it is not a regular file")
        #expect(throws: error) { _ = try StateFile(path: path).load() }
        #expect(throws: error) { try StateFile(path: path).save(try Self.state([])) }
      }
      #expect(
        StateFileError.unreadable(path: "a\u{1B}b", reason: "it is not a regular file").description == """
          can't read the state file 'a\\u{1B}b': it is not a regular file; make it readable, name another with \
          --state, or use --no-state
          """)
    }
  }

  @Test func aFolderThatIsNotThereIsAnError() throws {
    try TemporaryDirectory.with { folder in
      let path = folder.file("nowhere/webhooks.state.json")
      let error = #expect(throws: StateFileError.self) { try StateFile(path: path).save(try Self.state([])) }
      #expect(
        error?.description == """
          can't write the state file '\(path)': No such file or directory; make its folder writable, name \
          another file with --state, or use --no-state
          """)
      let lockError = #expect(throws: StateFileError.self) { _ = try StateFile(path: path).lock() }
      #expect(
        lockError?.description == """
          can't write the state file '\(path)': No such file or directory; make its folder writable, name \
          another file with --state, or use --no-state
          """)
    }
  }

  /// Root may write everywhere.
  @Test(.enabled(if: geteuid() != 0, "root may read and write anything")) func aReadOnlyFolderIsAnError()
    throws
  {
    try TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      try file.save(try Self.state([]))
      chmod(folder.path, 0o500)
      defer { chmod(folder.path, 0o700) }
      let reason = String(cString: strerror(EACCES))
      #expect(throws: StateFileError.unwritable(path: file.path, reason: reason)) {
        try file.save(try Self.state(try Self.webhooks()))
      }
      try file.save(try Self.state([]))
      #expect(try folder.contents() == ["webhooks.state.json"])
      #expect(throws: StateFileError.self) { _ = try file.lock() }
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read and write anything"))
  func anUnreadableFileIsAnErrorAndStays() throws {
    try TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      try file.save(try Self.state([]))
      chmod(file.path, 0)
      let error = StateFileError.unreadable(path: file.path, reason: String(cString: strerror(EACCES)))
      #expect(throws: error) { _ = try StateFile(path: file.path).load() }
      #expect(throws: error) { try file.save(try Self.state(try Self.webhooks())) }
      #expect(Self.mode(file.path) == 0)
    }
  }

  @Test func whatSomebodyElseWroteMeanwhileIsNotOverwritten() throws {
    try TemporaryDirectory.with { folder in
      let file = StateFile(path: folder.file("webhooks.state.json"))
      try file.save(try Self.state([]))
      try folder.write("{}", to: "webhooks.state.json")
      #expect(throws: StateFileError.self) { try file.save(try Self.state(try Self.webhooks())) }
      #expect(try folder.read("webhooks.state.json") == "{}")
      try StateFile(path: file.path + "2").save(try Self.state([]))
      try folder.write(try folder.read("webhooks.state.json2"), to: "webhooks.state.json")
      try file.save(try Self.state(try Self.webhooks()))
      #expect(try file.load() == Self.state(try Self.webhooks()))
    }
  }

  /// It would hang if time grew with the square of the size.
  @Test func aHundredThousandWebhooksAreReadAndWritten() throws {
    try TemporaryDirectory.with { folder in
      var state = try Self.state([])
      for app in (0..<10_000).reversed() {
        for number in (0..<10).reversed() {
          state.record(Webhook(appId: "\(app)", webhookId: "\(app)-\(number)", name: "Bot"))
        }
      }
      let file = StateFile(path: folder.file("webhooks.state.json"))
      try file.save(state)
      #expect(try file.load() == state)
    }
  }
}
