import AppStoreConnect
import Platform

extension ProcessLauncher {
  /// Starts a program without the variables of the API key. That is a habit and no boundary: what runs as the same user
  /// can read this program's environment.
  package init(arguments: [String], withoutKeyIn environment: [String: String]) {
    self.init(arguments: arguments, environment: CredentialVariables.removed(from: environment))
  }
}
