import Cryptography
import Testing

import TestSupport
@testable import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Keys and files that tests share.
struct CredentialFixtures {
  let key: P256SigningKey
  let pem: String
  var base64: String { Base64.encode(Array(pem.utf8)) }
  var escaped: String { pem.replacing("\n", with: "\\n") }

  init() throws {
    key = try P256SigningKey.generate()
    pem = try #require(key.exportPEM().exposedText)
  }

  func json(_ key: String, more: String = "") -> String {
    #"{"key_id":"K1","issuer_id":"I1","key":"\#(key)"\#(more)}"#
  }

  func files(_ texts: [String: String], permissions: UInt16? = 0o600) -> CredentialFiles {
    CredentialFiles(exists: { texts[$0] != nil }) { path throws(CredentialFiles.Failure) in
      guard let text = texts[path] else { throw .init(reason: "No such file or directory") }
      return .init(bytes: Secret(text), permissions: permissions)
    }
  }
}

struct CredentialSourceTests {
  struct Case: Sendable {
    var name: String
    var options = CredentialOptions()
    var environment: @Sendable (CredentialFixtures) -> [String: String] = { _ in [:] }
    var files: @Sendable (CredentialFixtures) -> [String: String] = { _ in [:] }
    var issuerId: String? = "I1"
    var kind: CredentialSource.Kind
    var source: String
  }

  private static let fastlane = "APP_STORE_CONNECT_API_KEY_"

  static let cases: [Case] = [
    Case(
      name: "options", options: .init(keyId: "K1", issuerId: "I1", privateKeyPath: "k.p8"),
      files: { ["k.p8": $0.pem] }, kind: .options, source: "option --private-key (file k.p8)"),
    Case(
      name: "options of an individual key", options: .init(keyId: " K1\n", privateKeyPath: "k.p8"),
      files: { ["k.p8": "\n\($0.pem.replacing("\n", with: "\r\n"))\n"] }, issuerId: nil, kind: .options,
      source: "option --private-key (file k.p8)"),
    Case(
      name: "options before all else", options: .init(keyId: "K1", issuerId: "I1", privateKeyPath: "k.p8"),
      environment: { _ in ["ASC_KEY_ID": "other", "APP_STORE_CONNECT_API_KEY_PATH": "other"] },
      files: { ["k.p8": $0.pem] }, kind: .options, source: "option --private-key (file k.p8)"),
    Case(
      name: "a file with base64", options: .init(keyId: "K1", privateKeyPath: "k.p8"),
      files: { ["k.p8": $0.base64] }, issuerId: nil, kind: .options,
      source: "option --private-key (file k.p8)"),
    Case(
      name: "ASC_ with PEM",
      environment: { ["ASC_KEY_ID": "K1", "ASC_ISSUER_ID": " I1 ", "ASC_PRIVATE_KEY": $0.pem] },
      kind: .environment, source: "environment variable ASC_PRIVATE_KEY"),
    Case(
      name: "ASC_ with base64 in lines",
      environment: { fixtures in
        let text = fixtures.base64
        return ["ASC_KEY_ID": "K1", "ASC_PRIVATE_KEY": "\(text.prefix(64))\n\(text.dropFirst(64))\n"]
      },
      issuerId: nil, kind: .environment, source: "environment variable ASC_PRIVATE_KEY"),
    Case(
      name: "ASC_ with \\n", environment: { ["ASC_KEY_ID": "K1", "ASC_PRIVATE_KEY": $0.escaped] },
      issuerId: nil, kind: .environment, source: "environment variable ASC_PRIVATE_KEY"),
    Case(
      name: "ASC_ with \\r\\n",
      environment: { ["ASC_KEY_ID": "K1", "ASC_PRIVATE_KEY": $0.pem.replacing("\n", with: "\\r\\n")] },
      issuerId: nil, kind: .environment, source: "environment variable ASC_PRIVATE_KEY"),
    Case(
      name: "ASC_ with base64 of \\n",
      environment: { ["ASC_KEY_ID": "K1", "ASC_PRIVATE_KEY": Base64.encode(Array($0.escaped.utf8))] },
      issuerId: nil, kind: .environment, source: "environment variable ASC_PRIVATE_KEY"),
    Case(
      name: "ASC_ with a path, empty variables of other sources",
      environment: { _ in
        [
          "ASC_KEY_ID": "K1", "ASC_ISSUER_ID": "", "ASC_PRIVATE_KEY": " ", "ASC_PRIVATE_KEY_PATH": "~/k.p8",
          "APP_STORE_CONNECT_API_KEY_PATH": "", "HOME": "/home/me",
        ]
      },
      files: { ["/home/me/k.p8": $0.pem] }, issuerId: nil, kind: .environment,
      source: "environment variable ASC_PRIVATE_KEY_PATH (file ~/k.p8)"),
    Case(
      name: "a key ID and its file where Apple's tools look",
      environment: { _ in ["ASC_KEY_ID": "K1", "ASC_ISSUER_ID": "I1", "HOME": "/home/me"] },
      files: { ["/home/me/.appstoreconnect/private_keys/AuthKey_K1.p8": $0.pem] }, kind: .environment,
      source: "environment variable ASC_KEY_ID (file ~/.appstoreconnect/private_keys/AuthKey_K1.p8)"),
    Case(
      name: "the nearest of such files, for an individual key", options: .init(keyId: "K1"),
      environment: { _ in ["HOME": "/home/me"] },
      files: {
        [
          "./private_keys/AuthKey_K1.p8": $0.pem, "/home/me/private_keys/AuthKey_K1.p8": "other",
          "/home/me/.private_keys/AuthKey_K2.p8": "other",
        ]
      },
      issuerId: nil, kind: .options, source: "option --key-id (file ./private_keys/AuthKey_K1.p8)"),
    Case(
      name: "fastlane's file", environment: { _ in [fastlane + "PATH": "k.json"] },
      files: { ["k.json": $0.json($0.escaped, more: #","duration":1200,"in_house":false"#)] },
      kind: .fastlaneFile, source: "environment variable APP_STORE_CONNECT_API_KEY_PATH (file k.json)"),
    Case(
      name: "fastlane's file with base64 and without issuer",
      environment: { _ in [fastlane + "PATH": "k.json"] },
      files: {
        ["k.json": #"{"key_id":"K1","issuer_id":null,"key":"\#($0.base64)","is_key_content_base64":true}"#]
      },
      issuerId: nil, kind: .fastlaneFile,
      source: "environment variable APP_STORE_CONNECT_API_KEY_PATH (file k.json)"),
    Case(
      name: "fastlane's variables",
      environment: {
        [fastlane + "KEY_ID": "K1", fastlane + "ISSUER_ID": "I1", fastlane + "KEY": $0.pem]
      },
      kind: .fastlaneEnvironment, source: "environment variable APP_STORE_CONNECT_API_KEY_KEY"),
    Case(
      name: "fastlane's variables with base64",
      environment: {
        [
          fastlane + "KEY_ID": "K1", fastlane + "ISSUER_ID": "I1", fastlane + "KEY": $0.base64,
          fastlane + "IS_KEY_CONTENT_BASE64": "true",
        ]
      },
      kind: .fastlaneEnvironment, source: "environment variable APP_STORE_CONNECT_API_KEY_KEY"),
    Case(
      name: "fastlane's variables with a path",
      environment: { _ in
        [fastlane + "KEY_ID": "K1", fastlane + "ISSUER_ID": "I1", fastlane + "KEY_FILEPATH": "k.p8"]
      },
      files: { ["k.p8": $0.pem] }, kind: .fastlaneEnvironment,
      source: "environment variable APP_STORE_CONNECT_API_KEY_KEY_FILEPATH (file k.p8)"),
    Case(
      name: "Codemagic",
      environment: {
        [
          "APP_STORE_CONNECT_KEY_IDENTIFIER": "K1", "APP_STORE_CONNECT_ISSUER_ID": "I1",
          "APP_STORE_CONNECT_PRIVATE_KEY": $0.pem,
        ]
      },
      kind: .codemagicEnvironment, source: "environment variable APP_STORE_CONNECT_PRIVATE_KEY"),
    Case(
      name: "ASC_ before fastlane and Codemagic",
      environment: {
        [
          "ASC_KEY_ID": "K1", "ASC_PRIVATE_KEY": $0.pem, fastlane + "PATH": "k.json",
          fastlane + "KEY_ID": "x",
          "APP_STORE_CONNECT_PRIVATE_KEY": "x",
        ]
      },
      issuerId: nil, kind: .environment, source: "environment variable ASC_PRIVATE_KEY"),
    Case(
      name: "fastlane's file before its variables and Codemagic",
      environment: { _ in
        [fastlane + "PATH": "k.json", fastlane + "KEY_ID": "x", "APP_STORE_CONNECT_PRIVATE_KEY": "x"]
      },
      files: { ["k.json": $0.json($0.escaped)] }, kind: .fastlaneFile,
      source: "environment variable APP_STORE_CONNECT_API_KEY_PATH (file k.json)"),
    Case(
      name: "fastlane's variables before Codemagic",
      environment: {
        [
          fastlane + "KEY_ID": "K1", fastlane + "KEY": $0.pem, "APP_STORE_CONNECT_ISSUER_ID": "x",
          "APP_STORE_CONNECT_PRIVATE_KEY": "x",
        ]
      },
      issuerId: nil, kind: .fastlaneEnvironment, source: "environment variable APP_STORE_CONNECT_API_KEY_KEY"),
  ]

  @Test(arguments: cases.indices)
  func sources(index: Int) throws {
    let item = Self.cases[index]
    let fixtures = try CredentialFixtures()
    let credentials = try Credentials.load(
      options: item.options, environment: item.environment(fixtures),
      files: fixtures.files(item.files(fixtures)))
    #expect(credentials.keyId == "K1", "\(item.name)")
    #expect(credentials.issuerId == item.issuerId, "\(item.name)")
    #expect(credentials.source.kind == item.kind, "\(item.name)")
    #expect(credentials.source.description == item.source, "\(item.name)")
    #expect(credentials.privateKey.publicKeyPEM == fixtures.key.publicKeyPEM, "\(item.name)")
    #expect(credentials.warnings.isEmpty, "\(item.name)")
  }

  @Test(arguments: [(0o600, false), (0o400, false), (0o640, true), (0o644, true), (0o601, true)])
  func openFilesAreWarnedOf(permissions: Int, isWarned: Bool) throws {
    let fixtures = try CredentialFixtures()
    let files = fixtures.files(
      ["k.p8": fixtures.pem, "k.json": fixtures.json(fixtures.escaped)], permissions: UInt16(permissions))
    let mode = String(permissions, radix: 8)
    for (environment, path) in [
      (["ASC_KEY_ID": "K1", "ASC_PRIVATE_KEY_PATH": "k.p8"], "k.p8"),
      (["APP_STORE_CONNECT_API_KEY_PATH": "k.json"], "k.json"),
    ] {
      let credentials = try Credentials.load(options: .init(), environment: environment, files: files)
      #expect(
        credentials.warnings
          == (isWarned
            ? ["the key file \(path) is open to other users (mode \(mode)): run chmod 600 \(path)"] : []))
    }
  }
}

struct CredentialFileTests {
  @Test func theFileSystem() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "credentials-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let system = CredentialFiles.system

    let path = folder.appending(path: "key").path
    try Data((0..<10_000).map { UInt8($0 & 0xFF) }).write(to: URL(filePath: path))
    chmod(path, 0o640)
    let contents = try system.read(path)
    #expect(contents.bytes == Secret((0..<10_000).map { UInt8($0 & 0xFF) }))
    #expect(contents.permissions == 0o640)

    try Data(count: CredentialFiles.sizeLimit + 1).write(to: URL(filePath: path))
    #expect(throws: CredentialFiles.Failure(reason: "it is too large to be a key")) { try system.read(path) }
    #expect(throws: CredentialFiles.Failure(reason: "Is a directory")) { try system.read(folder.path) }
    #expect(throws: CredentialFiles.Failure(reason: "No such file or directory")) {
      try system.read(path + ".absent")
    }
    #expect(try system.read("/dev/null").permissions == nil)
  }
}
