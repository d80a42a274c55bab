import Platform

/// Where credentials came from, in the words of whoever has to correct them.
package struct CredentialSource: Sendable, Hashable, CustomStringConvertible {
  /// The kinds of source, in the order in which they are looked at.
  package enum Kind: Sendable, Hashable, CaseIterable {
    /// `--key-id`, `--issuer-id`, `--private-key`.
    case options
    /// `ASC_KEY_ID`, `ASC_ISSUER_ID`, `ASC_PRIVATE_KEY` or `ASC_PRIVATE_KEY_PATH`.
    case environment
    /// fastlane's JSON key file, named by `APP_STORE_CONNECT_API_KEY_PATH`.
    case fastlaneFile
    /// fastlane's `APP_STORE_CONNECT_API_KEY_KEY_ID` and its like.
    case fastlaneEnvironment
    /// Codemagic's `APP_STORE_CONNECT_KEY_IDENTIFIER` and its like.
    case codemagicEnvironment
  }

  /// The kind of source.
  package var kind: Kind
  /// The option, variable or JSON key of the key ID.
  package var keyIdName: String
  /// The option, variable or JSON key of the issuer ID.
  package var issuerIdName: String
  /// The option, variable or JSON key of the private key.
  package var privateKeyName: String
  /// The file that the private key was in, where it was in one.
  package var path: String?

  package init(
    kind: Kind, keyIdName: String, issuerIdName: String, privateKeyName: String, path: String? = nil
  ) {
    self.kind = kind
    self.keyIdName = keyIdName
    self.issuerIdName = issuerIdName
    self.privateKeyName = privateKeyName
    self.path = path
  }

  /// The place of the private key: `environment variable ASC_PRIVATE_KEY`, for instance.
  package var description: String {
    let name = kind == .options ? "option \(privateKeyName)" : "environment variable \(privateKeyName)"
    guard let path else { return name }
    return "\(name) (file \(TerminalText.escaped(path)))"
  }
}
