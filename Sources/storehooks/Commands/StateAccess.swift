import Cryptography
import Platform
import Reconciler

/// The state file of a run.
struct StateAccess: Sendable {
  var file: StateFile
  /// What is on record; new and empty where there was no file.
  var state: RecordedState
  var deriver: FingerprintDeriver
}

extension CommandContext {
  /// The state file's path: what `--state` says, else beside the fleet file or the first desired-state file.
  var statePath: String {
    if let path = options.statePath { return path }
    let name = "webhooks.state.json"
    if let fleet = options.simulatedFleet { return Self.folder(of: fleet) + name }
    let first = options.files.first ?? GlobalOptions.defaultFile
    if FileKind(atPath: first) == .folder {
      return first.hasSuffix("/") ? first + name : "\(first)/\(name)"
    }
    return Self.folder(of: first) + name
  }

  /// The state file, unless there is to be none; refused where it was made for another account.
  func state(for connection: Connection) throws(CommandFailure) -> StateAccess? {
    guard !options.hasNoState else { return nil }
    let file = StateFile(path: statePath)
    do throws(StateFileError) {
      let state: RecordedState
      if let found = try file.load() {
        try file.verify(found, api: connection.api, issuer: connection.issuer)
        state = found
      } else {
        state = RecordedState(api: connection.api, issuer: connection.issuer, parameters: .new())
      }
      return StateAccess(file: file, state: state, deriver: FingerprintDeriver(parameters: state.parameters))
    } catch {
      throw CommandFailure(message: "\(error)")
    }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}
