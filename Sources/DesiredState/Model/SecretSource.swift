import Cryptography

/// Where a webhook's secret comes from. The desired-state file names sources, never values.
package enum SecretSource: Sendable, Hashable {
  /// An environment variable.
  case environment(String)
  /// A file; one trailing newline is dropped. `path` is as written, `directory` that of the desired-state
  /// file, which a relative path is taken from.
  case file(path: String, directory: String)
  /// A program and its arguments, run without a shell; one trailing newline of its output is dropped.
  case command([String])

  /// The source in words: `env RELEASE_BOT_SECRET`, `file secrets/triage.txt`, `command op`.
  ///
  /// Of a command only the program is named: its arguments may hold what should not be read.
  package var summary: String {
    switch self {
    case .environment(let name): "env \(name)"
    case .file(let path, _): "file \(PlainText.shownPath(path))"
    case .command(let arguments): "command \(arguments.first ?? "")"
    }
  }
}
