import CommandLine
import DesiredState
import Diagnostics
import Platform
import Reports

struct ValidateCommand: ImmediateCommand {
  static let specification = CommandSpec(
    name: "validate",
    abstract: "Check the desired-state file offline",
    discussion: [
      """
      Reads the file or files, and reports all errors in one run, each with its place and a remedy. Needs no \
      credentials, no secrets and no network.
      """
    ],
    relevantGroups: [.selection, .output, .general],
    withoutEffect: [Option<String?>.state.spec, Option.noState.spec, Option.verbose.spec],
    formats: [.text, .json, .markdown, .gitlab],
    exitCodes: [.init(0, "The file is valid"), .wrongUsage, .invalidFile],
    examples: [
      .init("Check webhooks.yaml", "storehooks validate"),
      .init("Check all files of a folder", "storehooks validate --file webhooks/"),
    ])

  let session: Session

  func run() throws -> CommandResult {
    let result = try session.readFiles(session[.file], isOffline: true)
    let selection = session.selection
    let apps = (result.state?.apps ?? []).filter { selection.mayInclude($0.key) }
    // Rules may match what a pattern selects.
    if let state = result.state, state.defaults.isEmpty {
      try session.checkSelection(state.apps.map(\.key.text), selected: apps.count)
    }
    let diagnostics = result.diagnostics + (result.state?.advice() ?? [])
    let names = session[.file].map { $0 == DesiredStateReader.standardInput ? "standard input" : $0 }
    let report = ValidationReport(
      files: names.joined(separator: ", "), isValid: result.state != nil, apps: apps.count,
      webhooks: apps.reduce(0) { $0 + $1.wantedWebhooks.count },
      rules: result.state?.defaults.rules.count ?? 0,
      diagnostics,
      codeQuality: session.codeQuality)
    return CommandResult(
      report, diagnostics, exitCode: result.state == nil ? .invalidFile : .done)
  }
}
