import Cryptography

package struct Credentials: Sendable {
  package var keyId: String
  /// `nil` for an individual key.
  package var issuerId: String?
  package var privateKey: P256SigningKey
  package var source: CredentialSource
  /// One line each.
  package var warnings: [String] = []

  /// Loads the key from the first of these sources that has any part of one: the options, `ASC_…`, fastlane's
  /// key file, fastlane's variables, Codemagic's variables. Sources are not mixed: a source that lacks a part
  /// is an error, because a key completed from elsewhere would be the wrong one without anybody noticing. An
  /// empty variable counts as not set, because that is how CI systems pass an unknown secret.
  package static func load(
    options: CredentialOptions, environment: [String: String], files: CredentialFiles = .system
  ) throws(CredentialError) -> Credentials {
    try CredentialLoader(options: options, environment: environment, files: files).load()
  }

  /// The sources of which something is given, in the order in which they are looked at; the first one is taken.
  package static func begunSources(
    options: CredentialOptions, environment: [String: String]
  ) -> [CredentialSource.Begun] {
    CredentialLoader(options: options, environment: environment, files: .system).begun
  }

  /// The API key's variables that are set but empty, which is how CI systems pass missing secrets.
  package static func emptyVariables(in environment: [String: String]) -> [String] {
    CredentialVariables.names.filter { environment[$0]?.trimmed.isEmpty == true }.sorted()
  }
}

extension Credentials: CustomStringConvertible, CustomReflectable {
  package var description: String { "key \(keyId) from \(source)" }
  package var customMirror: Mirror {
    Mirror(self, children: ["keyId": keyId, "issuerId": issuerId as Any, "source": source])
  }
}

/// `nil` is an option that isn't given; an empty one is an error.
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
