import CommandLine
import DesiredState
import Planning
import Reconciler

extension Session {
  /// Reads desired-state files, including standard input. Doesn't report what is wrong with them, but what is skipped.
  ///
  /// - Parameters:
  ///   - values: the values of variables; by default those of the command line and the environment.
  ///   - isOffline: whether nothing that is said comes from elsewhere.
  func readFiles(
    _ paths: [String], values: VariableValues? = nil, isOffline: Bool = false
  ) throws(CommandFailure) -> DesiredStateReader.Result {
    if paths.contains(DesiredStateReader.standardInput), program.input.isTerminal {
      throw .usage("-f - reads standard input, which is a terminal; pipe the file in, or name it")
    }
    let input = program.input
    let reader = DesiredStateReader(
      values: values ?? variableValues, standardInput: { limit in try input.prefix(limit) })
    let result = reader.read(paths: paths)
    withhold(result, isOffline: isOffline)
    for folder in result.folders {
      if let text = folder.note { note(text) }
    }
    if let state = result.state {
      withholdSecrets(of: state)
      try check(state.variables)
    }
    return result
  }

  func validState(files: [String], values: VariableValues? = nil) throws(CommandFailure) -> DesiredState {
    let desired = try readFiles(files, values: values)
    guard let state = desired.state else {
      throw CommandFailure(diagnostics: desired.diagnostics, exitCode: .invalidFile)
    }
    report(desired.diagnostics)
    return state
  }

  func ownership(of state: DesiredState, _ record: StateAccess?) -> Ownership? {
    record.map { record in
      Ownership(
        of: record.state, state, paths: RecordedPaths(beside: record.file.path),
        isNewSet: self[.filesChanged], selection: selection)
    }
  }
}
