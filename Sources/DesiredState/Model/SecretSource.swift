import Cryptography

/// The desired-state file names sources, never values.
package enum SecretSource: Sendable, Hashable {
  case environment(String)
  /// One trailing newline is dropped. `directory`: the desired-state file's, for a relative `path`.
  case file(path: String, directory: String)
  /// Run without a shell; one trailing newline of its output is dropped.
  case command([String])

  /// `env RELEASE_BOT_SECRET`, `file secrets/triage.txt`, `command op`. A command's arguments are left out,
  /// because they may hold a secret.
  package var summary: String {
    switch self {
    case .environment(let name): "env \(name)"
    case .file(let path, _): "file \(PlainText.shownPath(path))"
    case .command(let arguments): "command \(arguments.first ?? "")"
    }
  }
}
