import AppStoreConnect
import Cryptography
import Simulator
import Testing
import TestSupport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct FleetFileTests {
  /// A folder that is gone after the test.
  private final class Folder {
    let path: String

    init() throws {
      path = FileManager.default.temporaryDirectory.path + "/fleet-\(UInt64.random(in: .min ... .max))"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String = "fleet.json", _ text: String? = nil) throws -> FleetFile {
      let file = FleetFile(path: "\(path)/\(name)")
      if let text { try Data(text.utf8).write(to: URL(filePath: file.path)) }
      return file
    }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

    func mode(_ file: FleetFile) throws -> mode_t {
      var status = stat()
      try #require(stat(file.path, &status) == 0)
      return status.st_mode & 0o777
    }
  }

  private func text(_ file: FleetFile) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: file.path)), as: UTF8.self)
  }

  @Test func writesWhatItReads() throws {
    let folder = try Folder()
    let file = try folder.file()
    try file.save(.example)
    #expect(try file.load() == .example)
    let first = try text(file)
    try file.save(file.load())
    #expect(try text(file) == first)
    #expect(first.hasSuffix("}\n"))
    #expect(first.contains("\"https://hooks.example/release\""))
    #expect(first.contains("\"secret\" : \"\(canary)\""))
    #expect(try folder.names == ["fleet.json"])
    #expect(try folder.mode(file) == 0o600)
  }

  @Test func keepsPermissionsAndLinks() throws {
    let folder = try Folder()
    let file = try folder.file("real.json", "{\"apps\":[]}")
    #expect(chmod(file.path, 0o640) == 0)
    #expect(symlink("real.json", "\(folder.path)/link.json") == 0)
    try FleetFile(path: "\(folder.path)/link.json").save(.bare)
    #expect(try file.load() == .bare)
    #expect(try folder.mode(file) == 0o600, "whatever it was")
    var status = stat()
    #expect(lstat("\(folder.path)/link.json", &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
    #expect(try folder.names == ["link.json", "real.json"])
  }

  @Test func readersMeetWholeFilesOnly() async throws {
    let folder = try Folder()
    let file = try folder.file()
    try file.save(.example)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for fleet in [Fleet.bare, .example] {
        group.addTask { for _ in 0..<50 { try file.save(fleet) } }
        group.addTask {
          for _ in 0..<200 {
            let fleet = try file.load()
            #expect(fleet == .bare || fleet == .example)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try folder.names == ["fleet.json"])
  }

  @Test func saysWhyItCanNotReadOrWrite() throws {
    let folder = try Folder()
    let missing = try folder.file("none.json")
    let error = try #require(throws: FleetFileError.self) { try missing.load() }
    #expect(error.operation == .read)
    #expect(error.description.hasPrefix("\(missing.path): can't read the fleet file: "))
    #expect(throws: FleetFileError.self) { try FleetFile(path: folder.path).load() }
    let nowhere = FleetFile(path: "\(folder.path)/none/fleet.json")
    #expect(try #require(throws: FleetFileError.self) { try nowhere.save(.bare) }.operation == .write)
    let onFolder = try #require(throws: FleetFileError.self) { try FleetFile(path: folder.path).save(.bare) }
    #expect(onFolder.detail == "it is a folder")
    var fleet = Fleet.example
    fleet.apps[0].webhooks[0].secret = Secret([0xFF, 0xFE])
    let unwritable = try #require(throws: FleetFileError.self) { try missing.save(fleet) }
    #expect(unwritable.detail == "a secret is not valid UTF-8")
    #expect(try folder.names.isEmpty)
  }

  private static let hook = #""id":"h","name":"n","url":"u","eventTypes":[]"#
  private static func app(_ webhooks: String, id: String = "1", bundle: String = "b") -> String {
    #"{"id":"\#(id)","bundleId":"\#(bundle)","name":"n","webhooks":[\#(webhooks)]}"#
  }

  @Test(arguments: [
    ("", "1:1", "this is not valid JSON"),
    ("{\"apps\":[]", "1:11", "this is not valid JSON"),
    ("{\"apps\":[]} x", "1:13", "this is not valid JSON"),
    ("{\"apps\":[\n  {\"id\": \"\\x\"}]}", "2:12", "this is not valid JSON"),
    ("{\n \"apps\": [}", "2:11", "this is not valid JSON"),
    ("[]", "", "expected an object"),
    ("{}", "", "the key 'apps' is missing"),
    (#"{"apps":{}}"#, "apps", "expected a list"),
    (#"{"apps":[],"app":1}"#, "", "unknown key 'app'; the keys are apps"),
    (#"{"apps":[{"id":"1","name":"n"}]}"#, "apps[0]", "the key 'bundleId' is missing"),
    (#"{"apps":[{"id":1,"bundleId":"b","name":"n"}]}"#, "apps[0].id", "expected a string"),
    (
      #"{"apps":[{"id":"x","bundleId":"b","name":"n"}]}"#, "apps[0].id",
      "an app's ID has only digits, such as 1234567890"
    ),
    (#"{"apps":[{"id":"1","bundleId":"","name":"n"}]}"#, "apps[0].bundleId", "the bundle ID is empty"),
    (#"{"apps":[{"id":"1","bundleId":"b","name":null}]}"#, "apps[0].name", "expected a string, found null"),
    ("{\"apps\":[\(app("")),\(app("", bundle: "c"))]}", "apps[1].id", "two apps have the ID 1"),
    ("{\"apps\":[\(app("")),\(app("", id: "2"))]}", "apps[1].bundleId", "two apps have the bundle ID b"),
    ("{\"apps\":[\(app("{\(hook)},{\(hook)}"))]}", "apps[0].webhooks[1].id", "two webhooks have the ID h"),
    (
      "{\"apps\":[\(app("{\(hook),\"urls\":1}"))]}", "apps[0].webhooks[0]",
      "unknown key 'urls'; the keys are id, name, url, enabled, eventTypes, secret"
    ),
    (
      "{\"apps\":[\(app("{\(hook),\"enabled\":\"yes\"}"))]}", "apps[0].webhooks[0].enabled",
      "expected true or false"
    ),
    ("{\"apps\":[\(app("{\(hook),\"secret\":123456}"))]}", "apps[0].webhooks[0].secret", "expected a string"),
    (
      #"{"apps":[{"id":"1","bundleId":"b","name":"n","webhooks":[{"id":"h","name":"n","url":"u","eventTypes":["A",2]}]}]}"#,
      "apps[0].webhooks[0].eventTypes[1]", "expected a string"
    ),
  ])
  func saysWhatIsWrongAndWhere(text: String, place: String, detail: String) throws {
    let folder = try Folder()
    let written = try folder.file("fleet.json", text)
    let error = try #require(throws: FleetFileError.self) { try written.load() }
    #expect(error == FleetFileError(.parse, path: written.path, place: place, detail: detail))
  }

  @Test func refusesAnEleventhWebhook() throws {
    let hooks = (1...11).map { #"{"id":"h\#($0)","name":"n","url":"u","eventTypes":[]}"# }
    let folder = try Folder()
    let file = try folder.file("fleet.json", "{\"apps\":[\(Self.app(hooks.joined(separator: ",")))]}")
    let error = try #require(throws: FleetFileError.self) { try file.load() }
    #expect(error.place == "apps[0].webhooks")
    #expect(error.description.contains("fleet.json: apps[0].webhooks: an app can have ten webhooks, not 11"))
  }

  @Test func fillsInWhatIsLeftOut() throws {
    let folder = try Folder()
    let file = try folder.file(
      "fleet.json",
      #"{"apps":[{"id":"1","bundleId":"b","name":"n"},\#(Self.app("{\(Self.hook)}", id: "2", bundle: "c"))]}"#
    )
    let fleet = try file.load()
    #expect(fleet.apps[0].webhooks.isEmpty)
    #expect(fleet.apps[1].webhooks == [.init(id: "h", name: "n", url: "u", eventTypes: [])])
    #expect(fleet.apps[1].webhooks[0].enabled)
    #expect(fleet.apps[1].webhooks[0].secret == nil)
  }

  @Test func isSavedWithEveryChange() throws {
    let folder = try Folder()
    let file = try folder.file()
    let bench = try Bench { $0.onChange = { try file.save($0) } }
    _ = try bench.create("Hook")
    #expect(try file.load() == bench.simulator.fleet)
    _ = try bench.send("PATCH", "/v1/webhooks/hook-1", Body.update("hook-1", #"{"name":"New"}"#))
    #expect(try file.load().apps[0].webhooks[0].name == "New")
    _ = try bench.send("DELETE", "/v1/webhooks/hook-1", "")
    #expect(try file.load() == bench.simulator.fleet)
    #expect(AppStoreConnectSimulator(fleet: try file.load()).fleet == bench.simulator.fleet)
  }

  @Test func makesNoChangeThatCanNotBeSaved() throws {
    let nowhere = FleetFile(path: "/nowhere/at/all/fleet.json")
    let bench = try Bench { $0.onChange = { try nowhere.save($0) } }
    #expect(try bench.create("Hook").errors == ["UNEXPECTED_ERROR"])
    #expect(try bench.send("DELETE", "/v1/webhooks/hook-1", "").status == 500)
    #expect(
      try bench.send("PATCH", "/v1/webhooks/hook-1", Body.update("hook-1", #"{"name":"N"}"#)).status == 500)
    #expect(bench.simulator.fleet == .example)
    #expect(try bench.get("/v1/webhooks/hook-1").status == 200)
  }
}
