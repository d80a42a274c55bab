import Cryptography
import Testing

@testable import AppStoreConnect

/// Every way in which credentials can be missing or wrong, with whole messages.
struct CredentialErrorTests {
  private static let p8 = "use the AuthKey_….p8 file as downloaded from App Store Connect"

  private static func block(_ label: String, _ body: String = "MAA=") -> String {
    "-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----\n"
  }

  private func message(
    _ options: CredentialOptions = .init(), _ environment: [String: String] = [:], file: String? = nil
  ) throws -> String {
    let fixtures = try CredentialFixtures()
    let files = fixtures.files(file.map { ["file": $0] } ?? [:])
    let error = #expect(throws: CredentialError.self) {
      try Credentials.load(options: options, environment: environment, files: files)
    }
    let text = error?.description ?? ""
    #expect(!text.contains("\n"))
    return text
  }

  private static let searched =
    "; no AuthKey_K.p8 is in ./private_keys, ~/private_keys, ~/.private_keys or ~/.appstoreconnect/private_keys"

  @Test func none() throws {
    let expected =
      "no App Store Connect API key is given: set ASC_KEY_ID, ASC_ISSUER_ID and ASC_PRIVATE_KEY (or "
      + "ASC_PRIVATE_KEY_PATH), pass --key-id, --issuer-id and --private-key, or use fastlane's or Codemagic's "
      + "variables (an individual key has no issuer ID)"
    #expect(try message() == expected)
    #expect(try message(.init(), ["ASC_KEY_ID": "", "ASC_PRIVATE_KEY": " \n"]) == expected)
  }

  @Test(arguments: [
    (
      CredentialOptions(keyId: "K"),
      "--private-key is missing: --key-id is given; parts of different sources can't be combined"
        + searched
    ),
    (
      .init(privateKeyPath: "file"),
      "--key-id is missing: --private-key is given; parts of different sources can't be combined"
    ),
    (
      .init(issuerId: "I"),
      "--key-id and --private-key are missing: --issuer-id is given; parts of different sources can't be "
        + "combined"
    ),
    (
      .init(keyId: "K", issuerId: "", privateKeyPath: "file"),
      "--issuer-id is missing: --key-id and --private-key are given; parts of different sources can't be "
        + "combined"
    ),
    (
      .init(keyId: " ", issuerId: "", privateKeyPath: ""),
      "--key-id, --issuer-id and --private-key are missing: an empty option counts as missing"
    ),
  ])
  func incompleteOptions(options: CredentialOptions, expected: String) throws {
    // A complete source further down doesn't complete one that was begun.
    let pem = try CredentialFixtures().pem
    #expect(try message(options, ["ASC_KEY_ID": "K", "ASC_PRIVATE_KEY": pem]) == expected)
  }

  @Test(arguments: [
    (
      ["ASC_KEY_ID": "K"],
      "ASC_PRIVATE_KEY or ASC_PRIVATE_KEY_PATH is missing: ASC_KEY_ID is set"
    ),
    (["ASC_PRIVATE_KEY": "x"], "ASC_KEY_ID is missing: ASC_PRIVATE_KEY is set"),
    (
      ["ASC_ISSUER_ID": "I"],
      "ASC_KEY_ID and ASC_PRIVATE_KEY or ASC_PRIVATE_KEY_PATH are missing: ASC_ISSUER_ID is set"
    ),
    (
      ["ASC_ISSUER_ID": "I", "ASC_PRIVATE_KEY_PATH": "file", "ASC_KEY_ID": ""],
      "ASC_KEY_ID is missing: ASC_ISSUER_ID and ASC_PRIVATE_KEY_PATH are set"
    ),
    (
      ["APP_STORE_CONNECT_API_KEY_KEY_ID": "K"],
      "APP_STORE_CONNECT_API_KEY_KEY or APP_STORE_CONNECT_API_KEY_KEY_FILEPATH is missing: "
        + "APP_STORE_CONNECT_API_KEY_KEY_ID is set"
    ),
    (
      ["APP_STORE_CONNECT_API_KEY_KEY": "x", "APP_STORE_CONNECT_API_KEY_IS_KEY_CONTENT_BASE64": "true"],
      "APP_STORE_CONNECT_API_KEY_KEY_ID is missing: APP_STORE_CONNECT_API_KEY_KEY and "
        + "APP_STORE_CONNECT_API_KEY_IS_KEY_CONTENT_BASE64 are set"
    ),
    (
      ["APP_STORE_CONNECT_PRIVATE_KEY": "x"],
      "APP_STORE_CONNECT_KEY_IDENTIFIER is missing: APP_STORE_CONNECT_PRIVATE_KEY is set"
    ),
    (
      ["APP_STORE_CONNECT_ISSUER_ID": "x"],
      "APP_STORE_CONNECT_KEY_IDENTIFIER and APP_STORE_CONNECT_PRIVATE_KEY are missing: "
        + "APP_STORE_CONNECT_ISSUER_ID is set"
    ),
  ])
  func incompleteVariables(environment: [String: String], expected: String) throws {
    let isSearched = environment.values.contains("K") && !environment.values.contains("x")
    #expect(
      try message(.init(), environment)
        == expected + "; parts of different sources can't be combined" + (isSearched ? Self.searched : ""))
  }

  @Test func conflicts() throws {
    #expect(
      try message(.init(), ["ASC_KEY_ID": "K", "ASC_PRIVATE_KEY": "x", "ASC_PRIVATE_KEY_PATH": "file"])
        == "both ASC_PRIVATE_KEY and ASC_PRIVATE_KEY_PATH give a private key: set one of them")
    #expect(
      try message(
        .init(), ["APP_STORE_CONNECT_API_KEY_KEY": "x", "APP_STORE_CONNECT_API_KEY_KEY_FILEPATH": "file"])
        == "both APP_STORE_CONNECT_API_KEY_KEY and APP_STORE_CONNECT_API_KEY_KEY_FILEPATH give a private "
        + "key: "
        + "set one of them")
  }

  @Test func identifiers() throws {
    let pem = try CredentialFixtures().pem
    let rest =
      " contains white space or control characters: copy only the ID, from Users and Access > Integrations "
      + "in App Store Connect"
    #expect(try message(.init(), ["ASC_KEY_ID": "A B", "ASC_PRIVATE_KEY": pem]) == "ASC_KEY_ID" + rest)
    #expect(try message(.init(), ["ASC_KEY_ID": "A\u{1}", "ASC_PRIVATE_KEY": pem]) == "ASC_KEY_ID" + rest)
    #expect(
      try message(.init(), ["ASC_KEY_ID": "A", "ASC_ISSUER_ID": "B\nC", "ASC_PRIVATE_KEY": pem])
        == "ASC_ISSUER_ID" + rest)
    let file = #"{"key_id":"A B","key":"x"}"#
    #expect(
      try message(.init(), ["APP_STORE_CONNECT_API_KEY_PATH": "file"], file: file)
        == "\"key_id\" in file" + rest)
  }

  @Test func files() throws {
    let options = CredentialOptions(keyId: "K", privateKeyPath: "file")
    #expect(
      try message(options) == "the key file file (--private-key) can't be read: No such file or directory")
    #expect(try message(options, file: " \n\t") == "the key file file (--private-key) is empty")
    #expect(
      try message(.init(), ["ASC_KEY_ID": "K", "ASC_PRIVATE_KEY_PATH": "a\u{1B}"])
        == "the key file (not shown: it doesn't look like a path) (ASC_PRIVATE_KEY_PATH) can't be read: "
        + "No such file or directory")
    #expect(
      try message(.init(), ["APP_STORE_CONNECT_API_KEY_PATH": "absent"])
        == "the key file absent (APP_STORE_CONNECT_API_KEY_PATH) can't be read: No such file or directory")
    #expect(
      try message(.init(), ["APP_STORE_CONNECT_API_KEY_PATH": "file"], file: "")
        == "the key file file (APP_STORE_CONNECT_API_KEY_PATH) is empty")
  }

  @Test(arguments: [
    ("{", "isn't a fastlane JSON key file: it isn't JSON"),
    ("[]", "isn't a fastlane JSON key file: it isn't a JSON object"),
    (#"{"key_id":7,"key":"x"}"#, "isn't a fastlane JSON key file: \"key_id\" isn't a string"),
    (#"{"key_id":"K"}"#, "lacks \"key\""), (#"{"key":"x","key_id":" "}"#, "lacks \"key_id\""),
    (#"{"issuer_id":"I"}"#, "lacks \"key_id\" and \"key\""), (#"{"key_id":"K","key":null}"#, "lacks \"key\""),
    (block("PRIVATE KEY"), "isn't a fastlane JSON key file: it isn't JSON"),
  ])
  func keyFiles(file: String, expected: String) throws {
    #expect(
      try message(.init(), ["APP_STORE_CONNECT_API_KEY_PATH": "file"], file: file)
        == "the key file file (APP_STORE_CONNECT_API_KEY_PATH) \(expected)")
  }

  @Test(arguments: [
    (
      "not a key",
      "is neither PEM nor base64 of PEM: use the whole AuthKey_….p8 file, from its BEGIN line to its END line"
    ),
    (
      "bm90IFBFTQ==",
      "is neither PEM nor base64 of PEM: use the whole AuthKey_….p8 file, from its BEGIN line to its END line"
    ),
    (
      block("ENCRYPTED PRIVATE KEY"),
      "is protected by a password: \(p8)"
    ),
    (
      block("EC PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMAA="),
      "is protected by a password: \(p8)"
    ),
    (block("PUBLIC KEY"), "is a public key or a certificate: \(p8)"),
    (block("CERTIFICATE"), "is a public key or a certificate: \(p8)"),
    (block("RSA PRIVATE KEY"), "isn't a P-256 key (RSA): \(p8)"),
  ])
  func keys(text: String, expected: String) throws {
    let environment = ["ASC_KEY_ID": "K", "ASC_PRIVATE_KEY": text]
    #expect(
      try message(.init(), environment)
        == "the private key of environment variable ASC_PRIVATE_KEY \(expected)")
    #expect(
      try message(.init(keyId: "K", privateKeyPath: "file"), file: text)
        == "the private key of option --private-key (file file) \(expected)")
  }

  @Test(arguments: [block("PRIVATE KEY"), block("PRIVATE KEY", "?"), "-----BEGIN PRIVATE KEY-----\nMAA="])
  func damagedKeys(text: String) throws {
    let message = try message(.init(), ["ASC_KEY_ID": "K", "ASC_PRIVATE_KEY": text])
    #expect(message.hasPrefix("the private key of environment variable ASC_PRIVATE_KEY is damaged ("))
    #expect(message.hasSuffix("): download it again or make a new one"))
  }

  @Test func libraries() {
    let source = CredentialError.cryptography(.libraryMissing(detail: "install libssl3"))
    #expect(source.description == "the private key can't be read: install libssl3")
  }
}
