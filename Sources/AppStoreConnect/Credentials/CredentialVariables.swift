import Cryptography

/// The variables that hold an API key's parts, in every spelling that is read.
package enum CredentialVariables {
  package static let names: Set<String> = {
    let sources = [
      CredentialLoader.environmentNames, CredentialLoader.fastlaneNames, CredentialLoader.codemagicNames,
    ]
    return Set(sources.flatMap(\.all) + [CredentialLoader.fastlaneFileName])
  }()

  package static func removed(from environment: [String: String]) -> [String: String] {
    environment.filter { !names.contains($0.key) }
  }
}

extension CredentialVariables {
  private static let keys = [
    CredentialLoader.environmentNames, CredentialLoader.fastlaneNames, CredentialLoader.codemagicNames,
  ].compactMap(\.privateKey)

  /// Withholds keys, and values of the variables for paths and IDs that look like neither a path nor an ID.
  package static func withhold(from environment: [String: String], in withholding: Withholding) {
    for name in names {
      guard let value = environment[name], !value.isEmpty else { continue }
      if keys.contains(name) {
        withholding.add(keyText: Secret(value))
        withholding.add(keyText: PrivateKeyText.normalized(Secret(value)))
      } else if !PlainText.isIdentifier(value), !PlainText.isPath(value) {
        withholding.add(keyText: Secret(value))
      }
    }
  }
}
