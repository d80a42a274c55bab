import Cryptography

/// An API key of App Store Connect: who it is, and the private key that signs its tokens.
package struct Credentials: Sendable {
  package var keyId: String
  /// The team's issuer ID; `nil` for an individual key.
  package var issuerId: String?
  package var privateKey: P256SigningKey
  /// Where the credentials came from.
  package var source: CredentialSource
  /// What the user should be told: a key file that others can read. One line each.
  package var warnings: [String]

  package init(
    keyId: String, issuerId: String?, privateKey: P256SigningKey, source: CredentialSource,
    warnings: [String] = []
  ) {
    self.keyId = keyId
    self.issuerId = issuerId
    self.privateKey = privateKey
    self.source = source
    self.warnings = warnings
  }

  /// Finds credentials in the first source that is begun: the options, `ASC_…`, fastlane's key file,
  /// fastlane's variables, Codemagic's variables.
  ///
  /// Sources are not mixed: one that is begun and lacks a part is an error, for a key completed from
  /// elsewhere would be the wrong one without anybody noticing. A variable that is empty is not set, as CI
  /// systems pass an unknown secret.
  ///
  /// - Parameters:
  ///   - options: What the command line says.
  ///   - environment: The process's environment.
  ///   - files: Reads key files.
  package static func load(
    options: CredentialOptions, environment: [String: String], files: CredentialFiles = .system
  ) throws(CredentialError) -> Credentials {
    try CredentialLoader(options: options, environment: environment, files: files).load()
  }
}

extension Credentials: CustomStringConvertible, CustomReflectable {
  /// Key ID and source.
  package var description: String { "key \(keyId) from \(source)" }
  /// Everything but the key.
  package var customMirror: Mirror {
    Mirror(self, children: ["keyId": keyId, "issuerId": issuerId as Any, "source": source])
  }
}

/// The credentials on the command line. `nil` is an option that isn't given; an empty one is an error.
package struct CredentialOptions: Sendable, Hashable {
  package var keyId: String?
  package var issuerId: String?
  package var privateKeyPath: String?

  package init(keyId: String? = nil, issuerId: String? = nil, privateKeyPath: String? = nil) {
    self.keyId = keyId
    self.issuerId = issuerId
    self.privateKeyPath = privateKeyPath
  }
}
