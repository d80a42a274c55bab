/// The environment variables that hold an API key or a part of one, in every spelling that is read.
package enum CredentialVariables {
  /// The variables' names.
  package static let names: Set<String> = {
    let sources = [
      CredentialLoader.environmentNames, CredentialLoader.fastlaneNames, CredentialLoader.codemagicNames,
    ]
    return Set(sources.flatMap(\.all) + [CredentialLoader.fastlaneFileName])
  }()

  /// An environment for a program that has no business with the API key.
  package static func removed(from environment: [String: String]) -> [String: String] {
    environment.filter { !names.contains($0.key) }
  }
}
