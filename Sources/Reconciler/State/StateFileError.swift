import Planning
import Platform

/// Never holds a secret or a fingerprint, and no value of the file except the API and the issuer.
package enum StateFileError: Error, Sendable, Hashable {
  package struct Origin: Sendable, Hashable {
    /// Its authority, or `simulator`.
    package var api: String
    /// `nil` for an individual key and for the simulator.
    package var issuer: String?

    package init(api: String, issuer: String?) {
      self.api = api
      self.issuer = issuer
    }
  }

  case unreadable(path: String, reason: String)
  /// It may have been a state file, but is damaged; the detail begins with the place.
  case malformed(path: String, detail: String)
  case unsupportedVersion(path: String, found: Int)
  /// It is JSON, but not a state file.
  case foreign(path: String, detail: String)
  case madeFor(path: String, found: Origin, expected: Origin)
  case locked(path: String, pid: Int32?)
  case unwritable(path: String, reason: String)
}

extension StateFileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason):
      """
      can't read the state file \(Self.quoted(path)): \(TerminalText.escaped(reason)); \
      make it readable, name another with --state, or use --no-state
      """
    case .malformed(let path, let detail):
      """
      the state file \(Self.quoted(path)) is damaged: \(TerminalText.escaped(detail)); restore it from a \
      backup or from version control, or move it away to start over: secrets are then unknown until they are \
      written again, and webhooks of apps that left the desired-state file are forgotten
      """
    case .unsupportedVersion(let path, let found):
      """
      the state file \(Self.quoted(path)) has format version \(found), but this version of storehooks reads \
      versions up to \(RecordedState.formatVersion); update storehooks, or name another file with --state
      """
    case .foreign(let path, let detail):
      """
      \(Self.quoted(path)) isn't a storehooks state file: \(TerminalText.escaped(detail)); it wasn't \
      changed: name another file with --state, or use --no-state
      """
    case .madeFor(let path, let found, let expected):
      """
      the state file \(Self.quoted(path)) was made for \(found), but this run is for \(expected); name \
      another file with --state, or use the same credentials and API as before
      """
    case .locked(let path, let pid):
      """
      the state file \(Self.quoted(path)) is in use by another run of storehooks\
      \(pid.map { " (process \($0))" } ?? ""); wait for it to finish
      """
    case .unwritable(let path, let reason):
      """
      can't write the state file \(Self.quoted(path)): \(TerminalText.escaped(reason)); \
      make its folder writable, name another file with --state, or use --no-state
      """
    }
  }

  private static func quoted(_ text: String) -> String { "'\(TerminalText.escaped(text))'" }
}

extension StateFileError.Origin: CustomStringConvertible {
  /// `api.appstoreconnect.apple.com with issuer …`, as errors name it.
  package var description: String {
    let api = TerminalText.escaped(api)
    return issuer.map { "\(api) with issuer \(TerminalText.escaped($0))" } ?? "\(api) without an issuer"
  }
}
