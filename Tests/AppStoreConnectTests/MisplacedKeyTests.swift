import Cryptography
import TestSupport
import Testing

@testable import AppStoreConnect

/// A key in the place of a path or an ID is reported, but not shown.
@Suite struct MisplacedKeyTests {
  private struct Case: Sendable {
    var name: String
    var place: String
    var load: @Sendable (_ key: String) throws(CredentialError) -> Credentials
  }

  private static let files = CredentialFiles { _ throws(CredentialFiles.Failure) in
    throw CredentialFiles.Failure(reason: "File name too long")
  }

  private static func environment(
    _ name: String, place: String, with others: [String: String]
  ) -> Case {
    Case(name: name, place: place) { key throws(CredentialError) in
      try Credentials.load(
        options: .init(), environment: others.merging([name: key]) { $1 }, files: files)
    }
  }

  private static let cases = [
    environment("ASC_PRIVATE_KEY_PATH", place: "ASC_PRIVATE_KEY", with: ["ASC_KEY_ID": "K"]),
    environment("ASC_KEY_ID", place: "ASC_PRIVATE_KEY", with: [:]),
    environment(
      "ASC_ISSUER_ID", place: "ASC_PRIVATE_KEY", with: ["ASC_KEY_ID": "K", "ASC_PRIVATE_KEY_PATH": "k"]),
    environment("APP_STORE_CONNECT_API_KEY_PATH", place: "APP_STORE_CONNECT_API_KEY_KEY", with: [:]),
    environment("APP_STORE_CONNECT_API_KEY_KEY_FILEPATH", place: "APP_STORE_CONNECT_API_KEY_KEY", with: [:]),
    environment("APP_STORE_CONNECT_API_KEY_KEY_ID", place: "APP_STORE_CONNECT_API_KEY_KEY", with: [:]),
    environment("APP_STORE_CONNECT_API_KEY_ISSUER_ID", place: "APP_STORE_CONNECT_API_KEY_KEY", with: [:]),
    environment("APP_STORE_CONNECT_KEY_IDENTIFIER", place: "APP_STORE_CONNECT_PRIVATE_KEY", with: [:]),
    environment("APP_STORE_CONNECT_ISSUER_ID", place: "APP_STORE_CONNECT_PRIVATE_KEY", with: [:]),
    Case(name: "--private-key", place: "ASC_PRIVATE_KEY") { key throws(CredentialError) in
      try Credentials.load(options: .init(keyId: "K", privateKeyPath: key), environment: [:], files: files)
    },
    Case(name: "--key-id", place: "a file that --private-key names") { key throws(CredentialError) in
      try Credentials.load(options: .init(keyId: key), environment: [:], files: files)
    },
  ]

  @Test func theNameAndTheRightPlaceAreSaid() throws {
    let key = try P256SigningKey.generate()
    let pem = try #require(key.exportPEM().exposedText)
    for test in Self.cases {
      for encoding in [EchoEncoding.plain, .base64, .base64URL, .base64Lines, .json, .wrapped] {
        let error = #expect(throws: CredentialError.self) { try test.load(encoding.encode(pem)) }
        let text = error?.description ?? ""
        #expect(text.hasPrefix("\(test.name) has a key (not shown) instead of "), "\(text)")
        #expect(text.contains("put the key into \(test.place)"), "\(text)")
        var dumped = ""
        dump(error, to: &dumped)
        for piece in EchoEncoding.pieces(of: encoding.encode(pem)) {
          #expect(!(text + dumped).contains(piece))
        }
      }
    }
  }

  /// Nothing in the last part of a key says that it is one.
  @Test func thePartOfAKeyIsNotShown() throws {
    var random = SeededGenerator(seed: 20_261_128)
    let bytes = (0..<45).map { _ in UInt8.random(in: 0...255, using: &random) }
    let part = String(Base64.encode(bytes).suffix(50))
    for test in Self.cases where !test.name.hasSuffix("_ID") && !test.name.hasSuffix("IDENTIFIER") {
      let error = #expect(throws: CredentialError.self) { try test.load(part) }
      var dumped = ""
      dump(error, to: &dumped)
      let text = (error?.description ?? "") + dumped
      #expect(!text.contains(part.prefix(20)), "\(test.name)")
    }
  }

  @Test(arguments: ["\"K\"", "'K'", "“K”", "‘K’", "\"K", "`K`", "«K»"])
  func quotesAreNamed(id: String) throws {
    let pem = try #require(P256SigningKey.generate().exportPEM().exposedText)
    for name in ["ASC_KEY_ID", "ASC_ISSUER_ID"] {
      let environment = ["ASC_KEY_ID": "K", "ASC_PRIVATE_KEY": pem].merging([name: id]) { $1 }
      let error = #expect(throws: CredentialError.self) {
        try Credentials.load(options: .init(), environment: environment)
      }
      #expect(error == .quotedIdentifier(name: name))
      #expect(error?.description.hasPrefix("\(name) has quotes around the ID: remove them") == true)
    }
  }

  @Test func whatIsLongerThanAnyIDIsNone() throws {
    let error = #expect(throws: CredentialError.self) {
      try Credentials.load(
        options: .init(keyId: String(repeating: "A1", count: 40), privateKeyPath: "k"), environment: [:])
    }
    #expect(error == .implausibleIdentifier(name: "--key-id"))
  }
}
