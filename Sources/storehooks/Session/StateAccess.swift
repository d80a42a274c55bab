import Cryptography
import Planning
import Platform
import Reconciler

struct StateAccess: Sendable {
  var file: StateFile
  /// What is on record; new and empty if there was no file.
  var state: RecordedState
  var deriver: FingerprintDeriver
  var isNew: Bool

  /// Which state file it is; `nil` if there was none yet.
  func identity() throws(CryptographyError) -> String? { isNew ? nil : try state.identity() }
}

extension Session {
  /// The state file's path: `--state`, or beside the fleet file or the first desired-state file.
  var statePath: String {
    if let path = self[.state] { return path }
    let name = "webhooks.state.json"
    if let fleet = self[.simulate] { return Self.folder(of: fleet) + name }
    let first = self[.file].first ?? defaultFile
    if FileStatus(first)?.kind == .folder {
      return first.hasSuffix("/") ? first + name : "\(first)/\(name)"
    }
    return Self.folder(of: first) + name
  }

  /// The state file, unless it isn't wanted; refused if it was made for another account.
  func state(for connection: Connection) throws(CommandFailure) -> StateAccess? {
    options.hasNoState ? nil : try state(for: connection, at: statePath)
  }

  func state(for connection: Connection, at path: String) throws(CommandFailure) -> StateAccess {
    let file = StateFile(path: path)
    do throws(StateFileError) {
      let found = try file.load()
      if let found { try file.verify(found, api: connection.api, issuer: connection.issuer) }
      let state =
        found ?? RecordedState(api: connection.api, issuer: connection.issuer, parameters: .new())
      return StateAccess(
        file: file, state: state, deriver: FingerprintDeriver(parameters: state.parameters),
        isNew: found == nil)
    } catch {
      throw CommandFailure(message: "\(error)")
    }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}
