import CommandLine
import DesiredState
import Diagnostics
import Platform
import Reports

/// `storehooks validate`: checks the desired-state files offline.
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

  func run() throws -> ExitCode {
    let result = try session.readFiles(session[.file])
    session.report(result.diagnostics)
    let apps = (result.state?.apps ?? []).filter { session.selection.mayInclude($0.key) }
    if let state = result.state {
      try session.checkSelection(state.apps.map(\.key.text), selected: apps.count)
    }
    let webhooks = apps.reduce(0) { $0 + $1.webhooks.count }
    let isValid = result.state != nil
    let tally = "\(counted("app", apps.count)) with \(counted("webhook", webhooks))"
    let names = session[.file].map { $0 == DesiredStateReader.standardInput ? "standard input" : $0 }
    let files = TerminalText.escaped(names.joined(separator: ", "))
    try session.publish(
      json: ValidationDocument(
        valid: isValid, apps: apps.count, webhooks: webhooks, diagnostics: result.diagnostics),
      markdown: ValidationMarkdown.report(result.diagnostics, tally: isValid ? tally : nil),
      text: isValid && !session[.quiet] ? "\(files): valid, \(tally).\n" : nil,
      tool: try session.codeQuality(result.diagnostics))
    return result.state == nil ? ExitCode.invalidFile : ExitCode.done
  }
}

/// What `validate --format json` prints.
struct ValidationDocument: Encodable {
  var formatVersion = "1"
  var valid: Bool
  var apps: Int
  var webhooks: Int
  var errors: [Message]
  var warnings: [Message]
  /// How many errors and warnings are left out, where there are more than ``limit``.
  var omitted: Int?

  /// As many diagnostics are listed, as on standard error.
  static let limit = 100

  init(valid: Bool, apps: Int, webhooks: Int, diagnostics: [Diagnostic]) {
    self.valid = valid
    self.apps = apps
    self.webhooks = webhooks
    var shown = diagnostics
    if diagnostics.count > Self.limit {
      let sorted = DiagnosticRenderer.sorted(diagnostics)
      shown = Array(sorted.prefix(Self.limit))
      if sorted.count > Self.limit { omitted = sorted.count - Self.limit }
    }
    errors = shown.filter { $0.severity == .error }.map(Message.init(_:))
    warnings = shown.filter { $0.severity == .warning }.map(Message.init(_:))
  }
}
