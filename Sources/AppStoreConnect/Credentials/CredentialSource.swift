import Platform

package struct CredentialSource: Sendable, Hashable, CustomStringConvertible {
  /// In the order in which they are looked at.
  package enum Kind: Sendable, Hashable, CaseIterable {
    case options, environment
    /// Named by `APP_STORE_CONNECT_API_KEY_PATH`.
    case fastlaneFile
    case fastlaneEnvironment, codemagicEnvironment
  }

  /// A source of which something is given.
  package struct Begun: Sendable, Hashable {
    package var kind: Kind
    /// The options or variables.
    package var names: [String]
  }

  package var kind: Kind
  /// The option, variable or JSON key, like the two below.
  package var keyIdName: String
  package var issuerIdName: String
  package var privateKeyName: String
  package var path: String?
  /// Whether no issuer ID was given.
  package var isIndividual = false

  /// `environment variable ASC_PRIVATE_KEY`, for instance.
  package var description: String {
    let name = kind == .options ? "option \(privateKeyName)" : "environment variable \(privateKeyName)"
    guard let path else { return name }
    return "\(name) (file \(TerminalText.escaped(path)))"
  }
}
