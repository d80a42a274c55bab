/// Of the API key, in every spelling that is read.
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
